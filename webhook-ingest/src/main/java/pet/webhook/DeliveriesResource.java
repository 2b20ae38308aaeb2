package pet.webhook;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;

/** The delivery log for staff; nobody sees a body. */
@Path("/api/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class DeliveriesResource {

  private final Jdbi jdbi;

  DeliveriesResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Deliveries, newest first. */
  @GET
  public Page<DeliveryView> list(
      @QueryParam("status") @Schema(implementation = DeliveryState.class) String status,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    DeliveryState state = PageQuery.choice("status", DeliveryState.class, status);
    PageQuery page = PageQuery.parse(limit, cursor);
    List<DeliveryView> rows =
        jdbi.withExtension(
            DeliveryDao.class, dao -> dao.list(state, page.after(), page.limit() + 1));
    return page.pageOf(rows, Function.identity(), row -> new Cursor(row.receivedAt(), row.id()));
  }

  /** A delivery. */
  @GET
  @Path("{id}")
  public DeliveryView find(@PathParam("id") String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw DomainException.notFound("delivery");
    }
    return jdbi.withExtension(DeliveryDao.class, dao -> dao.find(uuid))
        .orElseThrow(() -> DomainException.notFound("delivery"));
  }
}
