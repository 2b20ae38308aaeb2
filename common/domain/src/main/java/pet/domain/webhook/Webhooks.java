package pet.domain.webhook;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import pet.domain.MayRepeat;
import pet.domain.Page;

/**
 * The webhook module's contract: what its neighbours may ask of it. The delivery log knows people
 * by their orders, addresses and the ids that the shop and the login provider have for them, so
 * these are what a caller passes. Every method may be repeated, and throws {@link
 * pet.domain.DomainException} {@code UNAVAILABLE} if it cannot be done now.
 */
@Path("/internal/webhook")
@Consumes("application/json")
@Produces("application/json")
public interface Webhooks {

  /**
   * The deliveries about a person that are still kept; newest first, a page at a time. One that
   * names another address, too, is left out: it is about somebody else as well.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if the identifiers are missing or the cursor is not valid
   */
  @POST
  @Path("/people/deliveries")
  @MayRepeat
  Page<PersonalDelivery> export(PersonIdentifiers identifiers, @QueryParam("cursor") String cursor);

  /**
   * How many deliveries {@link #erase} would erase.
   *
   * @throws pet.domain.InvalidInput if the identifiers are missing
   */
  @POST
  @Path("/people/count")
  @MayRepeat
  DeliveryCount count(PersonIdentifiers identifiers);

  /**
   * Erases the bodies and headers of deliveries about a person; that they came, and their results,
   * are kept. A delivery that is not processed yet, or still to come, loses its body as soon as it
   * is processed. To erase nothing is no error.
   *
   * @throws pet.domain.InvalidInput if the identifiers are missing
   */
  @POST
  @Path("/people/erasure")
  @MayRepeat
  void erase(PersonIdentifiers identifiers);

  /**
   * How many deliveries {@link #eraseShop} would erase.
   *
   * @throws pet.domain.InvalidInput if the shop is missing
   */
  @POST
  @Path("/shops/count")
  @MayRepeat
  DeliveryCount countOfShop(ShopDeliveries deliveries);

  /**
   * Erases deliveries of a shop, and those of payments, as {@link #erase} does: one batch a call,
   * so that no call takes long.
   *
   * @return how many are left for further calls
   * @throws pet.domain.InvalidInput if the shop is missing
   */
  @POST
  @Path("/shops/erasure")
  @MayRepeat
  DeliveryCount eraseShop(ShopDeliveries deliveries);
}
