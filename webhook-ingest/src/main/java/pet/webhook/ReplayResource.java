package pet.webhook;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;

/** Replays of many deliveries, for staff: begun, watched, and kept as who did what when and why. */
@Path("/api/webhooks/replay")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class ReplayResource {

  static final int MAX_NOTE = 500;

  private final Jdbi jdbi;
  private final Replays replays;

  ReplayResource(Jdbi jdbi, Replays replays) {
    this.jdbi = jdbi;
    this.replays = replays;
  }

  /**
   * What is to be replayed; at least one condition.
   *
   * @param note why; may be left out
   */
  record Wanted(
      DeliveryState status, String source, String topic, Instant from, Instant to, String note) {
    Wanted {
      checkNote(note);
    }
  }

  static void checkNote(String note) {
    if (note != null && note.length() > MAX_NOTE) {
      throw new InvalidInput("note", "must have at most " + MAX_NOTE + " characters");
    }
  }

  /** Begins it. 202 while it goes on in the background, 200 if it is done. */
  @POST
  public Response replay(@Auth Caller caller, Wanted wanted) {
    if (wanted == null) {
      throw new InvalidInput("status", "or another condition is required");
    }
    DeliveryFilter filter =
        new DeliveryFilter(
            wanted.status(), wanted.source(), wanted.topic(), wanted.from(), wanted.to());
    if (filter.isEmpty()) {
      throw new InvalidInput("status", "or another condition is required");
    }
    ReplayView view = replays.many(filter, caller, wanted.note());
    return Response.status(view.finishedAt() == null ? 202 : 200).entity(view).build();
  }

  /** Newest first. */
  @GET
  public Page<ReplayView> list(
      @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
    PageQuery page = PageQuery.parse(limit, cursor);
    List<ReplayView> rows =
        jdbi.withExtension(ReplayDao.class, dao -> dao.list(page.after(), page.limit() + 1));
    return page.pageOf(rows, Function.identity(), row -> new Cursor(row.requestedAt(), row.id()));
  }

  /** How far one of them is. */
  @GET
  @Path("{id}")
  public ReplayView find(@PathParam("id") String id) {
    return jdbi.withExtension(
            ReplayDao.class, dao -> dao.find(DeliveriesResource.uuid(id, "replay")))
        .orElseThrow(() -> DomainException.notFound("replay"));
  }
}
