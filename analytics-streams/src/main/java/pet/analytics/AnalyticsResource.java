package pet.analytics;

import com.fasterxml.jackson.databind.util.RawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import pet.analytics.RollupView.Rows;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupTopology;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Parameters;
import pet.domain.ProblemCode;
import pet.platform.openapi.Answers;

/** The numbers for staff. */
@Path("/api/analytics")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class AnalyticsResource {

  private static final int TAG_BYTES = 16;
  private static final List<String> GRAINS = Arrays.stream(Grain.values()).map(Grain::key).toList();

  private final Rollups rollups;
  private final RollupView view;
  private final RollupStreams streams;

  AnalyticsResource(Rollups rollups, RollupView view, RollupStreams streams) {
    this.rollups = rollups;
    this.view = view;
    this.streams = streams;
  }

  /**
   * Windows whose value has changed, as they change: events named {@code rollup} with {@code
   * rollup}, {@code grain} and the {@code value} as it is in the rollup's topic. Who comes back
   * with the last event's id, to any replica, gets the latest value of all that has changed since;
   * who comes without one, what changes from now on. Who reads slowly gets the latest values only.
   *
   * @param names only these rollups, such as {@code designs}; all unless told
   * @param lengths only these: {@code minute}, {@code hour}, {@code day}; all unless told
   */
  @GET
  @Path("stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Answers(problems = {ProblemCode.TOO_MANY_REQUESTS, ProblemCode.UNAVAILABLE})
  public void stream(
      @QueryParam("rollup") List<String> names,
      @QueryParam("grain") List<String> lengths,
      @HeaderParam("Last-Event-ID") String lastEvent,
      @Context Sse sse,
      @Context SseEventSink sink) {
    check(names, lengths);
    streams.open(
        lastEvent == null ? null : Positions.parse(lastEvent),
        change ->
            (names.isEmpty() || names.contains(change.place().rollup()))
                && (lengths.isEmpty()
                    || lengths.stream().anyMatch(g -> change.key().startsWith(g + "|"))),
        sse,
        sink);
  }

  /**
   * Whether one may listen now. It takes no listener's place.
   *
   * @param names of rollups, as for the stream
   * @param lengths as for the stream
   */
  @HEAD
  @Path("stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Answers(problems = {ProblemCode.TOO_MANY_REQUESTS, ProblemCode.UNAVAILABLE})
  public Response mayListen(
      @QueryParam("rollup") List<String> names, @QueryParam("grain") List<String> lengths) {
    check(names, lengths);
    streams.admit();
    return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
  }

  private void check(List<String> names, List<String> lengths) {
    Parameters parameters = new Parameters();
    parameters.read(() -> known("rollup", names, rollupNames()));
    parameters.read(() -> known("grain", lengths, GRAINS));
    parameters.check();
    view.read();
  }

  private List<String> rollupNames() {
    return rollups.all().stream().map(RollupTopology::name).toList();
  }

  private static List<String> known(String parameter, List<String> values, List<String> all) {
    if (!all.containsAll(values)) {
      throw new InvalidInput(parameter, "must be one of " + String.join(", ", all));
    }
    return values;
  }

  /**
   * A rollup's windows in a range, oldest first, as they are in its topic; those in which nothing
   * happened are there with zeros. The tag is that of the rows: a later answer with the same rows
   * is 304, whatever its {@code asOf}.
   */
  @GET
  @Path("{rollup}")
  @Answers(value = Rows.class, cacheControl = "private, no-cache")
  public Response rows(
      @PathParam("rollup") String name,
      @QueryParam("grain") @Schema(allowableValues = {"minute", "hour", "day"}) String grain,
      @QueryParam("from") @Schema(format = "date-time") String from,
      @QueryParam("to") @Schema(format = "date-time") String to,
      @Context Request request) {
    RollupTopology<?> rollup =
        rollups.named(name).orElseThrow(() -> DomainException.notFound("rollup"));
    Rows rows = view.rows(rollup, RollupQuery.of(rollup, grain, from, to, Instant.now()));
    EntityTag tag = tag(rows);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer = unchanged == null ? Response.ok(rows) : unchanged;
    return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "private, no-cache").build();
  }

  /** Weak, for answers with the same rows differ in their time. */
  private static EntityTag tag(Rows rows) {
    MessageDigest digest = sha256();
    for (RawValue row : rows.rows()) {
      digest.update(row.rawValue().toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] hash = Arrays.copyOf(digest.digest(), TAG_BYTES);
    return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(hash), true);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
