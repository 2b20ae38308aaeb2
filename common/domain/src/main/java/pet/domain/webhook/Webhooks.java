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
 * that is what it is asked by. Every method may be repeated, and throws {@link
 * pet.domain.DomainException} {@code UNAVAILABLE} if it cannot be done now.
 */
@Path("/internal/webhook")
@Consumes("application/json")
@Produces("application/json")
public interface Webhooks {

  /**
   * What was delivered about a person, and is still kept; newest first, a page at a time. What
   * names another address, too, is not told: it is about somebody else as well.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if there are no traces or the cursor is none
   */
  @POST
  @Path("/people/deliveries")
  @MayRepeat
  Page<PersonalDelivery> export(Traces traces, @QueryParam("cursor") String cursor);

  /**
   * How many deliveries {@link #erase} would erase.
   *
   * @throws pet.domain.InvalidInput if there are no traces
   */
  @POST
  @Path("/people/count")
  @MayRepeat
  Counted count(Traces traces);

  /**
   * Erases what deliveries about a person hold; that they came, and what became of them, stays. One
   * that is still to be processed, or still to come, loses its body as soon as it is processed. To
   * erase nothing is no error.
   *
   * @throws pet.domain.InvalidInput if there are no traces
   */
  @POST
  @Path("/people/erasure")
  @MayRepeat
  void erase(Traces traces);

  /**
   * How many deliveries {@link #eraseShop} would erase.
   *
   * @throws pet.domain.InvalidInput if nothing is told
   */
  @POST
  @Path("/shops/count")
  @MayRepeat
  Counted countOfShop(ShopEnd end);

  /**
   * Erases what a shop delivered, and what was delivered of payments, as {@link #erase} does; a
   * part of it, so that nobody waits for long.
   *
   * @return how many are left for the next call
   * @throws pet.domain.InvalidInput if nothing is told
   */
  @POST
  @Path("/shops/erasure")
  @MayRepeat
  Counted eraseShop(ShopEnd end);
}
