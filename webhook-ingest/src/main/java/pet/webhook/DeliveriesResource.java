package pet.webhook;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.Parameters;
import pet.domain.ProblemCode;
import pet.platform.crypto.Encryption;
import pet.platform.http.Conditional;
import pet.platform.openapi.Answers;

/** The delivery log for staff: list, detail, replay of one. Nobody sees a body. */
@Path("/api/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class DeliveriesResource {

  private static final String REDACTED = "[REDACTED]";
  private static final TypeReference<TreeMap<String, List<String>>> HEADERS =
      new TypeReference<>() {};

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ObjectMapper json;
  private final Replays replays;

  DeliveriesResource(Jdbi jdbi, Encryption encryption, ObjectMapper json, Replays replays) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.json = json;
    this.replays = replays;
  }

  /** Deliveries, newest first. */
  @GET
  public Page<DeliveryView> list(
      @QueryParam("status") @Schema(implementation = DeliveryState.class) String status,
      @QueryParam("source") String source,
      @QueryParam("topic") String topic,
      @QueryParam("from") @Schema(format = "date-time") String from,
      @QueryParam("to") @Schema(format = "date-time") String to,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    Parameters parameters = new Parameters();
    DeliveryFilter filter =
        parameters.read(() -> DeliveryFilter.parse(status, source, topic, from, to));
    PageQuery page = parameters.read(() -> PageQuery.parse(limit, cursor));
    parameters.check();
    List<DeliveryView> rows =
        jdbi.withExtension(
            DeliveryDao.class, dao -> dao.list(filter, page.after(), page.limit() + 1));
    return page.pageOf(rows, Function.identity(), row -> new Cursor(row.receivedAt(), row.id()));
  }

  /** A delivery, with all that is known of it. */
  @GET
  @Path("{id}")
  @Answers(DeliveryDetail.class)
  public Response find(@PathParam("id") String id, @Context Request request) {
    return personal(Conditional.read(request, json, detail(uuid(id, "delivery"))));
  }

  /**
   * Why it is replayed.
   *
   * @param note null for no reason
   */
  record Reason(@Schema(maxLength = ReplayResource.MAX_NOTE) String note) {
    Reason {
      ReplayResource.checkNote(note);
    }
  }

  /** Sends one on its way again; answers as it stands then. */
  @POST
  @Path("{id}/replay")
  @Answers(problems = ProblemCode.CONFLICT)
  public DeliveryDetail replay(@Auth Caller caller, @PathParam("id") String id, Reason reason) {
    UUID uuid = uuid(id, "delivery");
    replays.one(uuid, caller, reason == null ? null : reason.note());
    return detail(uuid);
  }

  static Response personal(Response.ResponseBuilder response) {
    return response.header(HttpHeaders.CACHE_CONTROL, "private, no-cache").build();
  }

  static UUID uuid(String id, String what) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw DomainException.notFound(what);
    }
  }

  private DeliveryDetail detail(UUID id) {
    return jdbi.withHandle(handle -> detail(handle, id))
        .orElseThrow(() -> DomainException.notFound("delivery"));
  }

  private Optional<DeliveryDetail> detail(Handle handle, UUID id) {
    DeliveryDao dao = handle.attach(DeliveryDao.class);
    return dao.find(id)
        .flatMap(
            view ->
                dao.kept(id)
                    .map(
                        kept ->
                            new DeliveryDetail(
                                view,
                                new DeliveryDetail.Believed("VALID", kept.secret()),
                                headers(kept.headers()),
                                kept.body(),
                                handle.attach(HistoryDao.class).of(id))));
  }

  private Map<String, List<String>> headers(byte[] encrypted) {
    if (encrypted == null) {
      return null;
    }
    try {
      Map<String, List<String>> headers =
          json.readValue(encryption.decrypt(Intake.HEADERS_PURPOSE, encrypted), HEADERS);
      headers.replaceAll((name, values) -> isSecret(name) ? List.of(REDACTED) : values);
      return headers;
    } catch (IOException e) {
      throw new IllegalStateException("headers could not be read", e);
    }
  }

  /** With its body, a signature is all it takes to send a delivery once more. */
  private static boolean isSecret(String header) {
    return Stream.of("hmac", "signature", "token", "secret", "key").anyMatch(header::contains);
  }
}
