package pet.domain.webhook;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import pet.domain.Page;

/**
 * The webhook module's contract: what its neighbours may ask of it. The delivery log knows orders,
 * not people: the order module tells which orders are somebody's. Every method may be repeated, and
 * throws {@link pet.domain.DomainException} {@code UNAVAILABLE} if it cannot be done now.
 */
@Path("/internal/webhook")
@Produces("application/json")
public interface Webhooks {

  /**
   * What was delivered about an order, and is still kept; newest first, a page at a time.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if the cursor is none
   */
  @GET
  @Path("/orders/{shopifyOrderId}/deliveries")
  Page<PersonalDelivery> export(
      @PathParam("shopifyOrderId") long shopifyOrderId, @QueryParam("cursor") String cursor);

  /**
   * Erases what the deliveries about an order hold; that they came, and what became of them, stays.
   * One that is still to be processed loses its body as soon as it is. To erase nothing is no
   * error.
   */
  @DELETE
  @Path("/orders/{shopifyOrderId}/bodies")
  void erase(@PathParam("shopifyOrderId") long shopifyOrderId);
}
