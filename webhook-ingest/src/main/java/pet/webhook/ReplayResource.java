package pet.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.platform.http.Conditional;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/** Replays of many deliveries, for staff: begun, watched, and kept as who did what when and why. */
@Path("/api/webhooks/replay")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class ReplayResource {

  static final int MAX_NOTE = 500;

  private final Jdbi jdbi;
  private final Replays replays;
  private final Idempotency idempotency;
  private final ObjectMapper json;

  ReplayResource(Jdbi jdbi, Replays replays, Idempotency idempotency, ObjectMapper json) {
    this.jdbi = jdbi;
    this.replays = replays;
    this.idempotency = idempotency;
    this.json = json;
  }

  /**
   * What is to be replayed; at least one condition.
   *
   * @param status of deliveries; null for any
   * @param source of deliveries; null for any
   * @param topic of deliveries; null for any
   * @param from when they came at the earliest; null for any time
   * @param to before which they came; null for any time
   * @param note why; null for no reason
   */
  @Schema(minProperties = 1)
  record Wanted(
      DeliveryState status,
      String source,
      String topic,
      Instant from,
      Instant to,
      @Schema(maxLength = MAX_NOTE) String note) {
    Wanted {
      checkNote(note);
    }
  }

  static void checkNote(String note) {
    if (note != null && note.length() > MAX_NOTE) {
      throw new InvalidInput("note", "must have at most " + MAX_NOTE + " characters");
    }
    // PostgreSQL's text has every character but this.
    if (note != null && note.indexOf('\0') >= 0) {
      throw new InvalidInput("note", "must not contain the character NUL");
    }
  }

  /** Replays many deliveries. 202 while it goes on in the background, 200 if it is done. */
  @POST
  @Answers(
      value = ReplayView.class,
      status = {200, 202})
  public Response replay(
      @Auth Caller caller, @HeaderParam(Idempotency.HEADER) String key, Wanted wanted) {
    if (wanted == null) {
      throw new InvalidInput("status", "or another condition is required");
    }
    DeliveryFilter filter =
        new DeliveryFilter(
            wanted.status(), wanted.source(), wanted.topic(), wanted.from(), wanted.to());
    if (filter.isEmpty()) {
      throw new InvalidInput("status", "or another condition is required");
    }
    UUID id = UUID.randomUUID();
    Response answer =
        idempotency.once(
            new Idempotency.Request(key, caller, "POST /api/webhooks/replay", wanted),
            transaction -> answer(replays.begin(transaction, id, filter, caller, wanted.note())));
    replays.goOn(id);
    return answer;
  }

  private static Response answer(ReplayView begun) {
    return Response.status(begun.finishedAt() == null ? 202 : 200).entity(begun).build();
  }

  /** Replays of many, newest first. */
  @GET
  public Page<ReplayView> list(
      @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
    PageQuery page = PageQuery.parse(limit, cursor);
    List<ReplayView> rows =
        jdbi.withExtension(ReplayDao.class, dao -> dao.list(page.after(), page.limit() + 1));
    return page.pageOf(rows, Function.identity(), row -> new Cursor(row.requestedAt(), row.id()));
  }

  /** How far a replay of many is. */
  @GET
  @Path("{id}")
  @Answers(ReplayView.class)
  public Response find(@PathParam("id") String id, @Context Request request) {
    UUID uuid = DeliveriesResource.uuid(id, "replay");
    ReplayView view =
        jdbi.withExtension(ReplayDao.class, dao -> dao.find(uuid))
            .orElseThrow(() -> DomainException.notFound("replay"));
    return DeliveriesResource.personal(Conditional.read(request, json, view));
  }
}
