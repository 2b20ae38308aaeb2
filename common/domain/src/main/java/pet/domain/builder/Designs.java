package pet.domain.builder;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import pet.domain.MayRepeat;
import pet.domain.Page;
import pet.domain.Person;

/**
 * The builder module's contract: what its neighbours may ask of it. Every method may be repeated,
 * and throws {@link pet.domain.DomainException} {@code UNAVAILABLE} if it cannot be done now.
 */
@Path("/internal/builder")
@Consumes("application/json")
@Produces("application/json")
public interface Designs {

  /**
   * A revision, whoever owns the design, and also after the design was deleted: an order line
   * points at it for ever.
   *
   * @throws pet.domain.DomainException {@code NOT_FOUND} if there is no such revision
   */
  @GET
  @Path("/designs/{id}/revisions/{revision}")
  DesignRevision revision(@PathParam("id") DesignId id, @PathParam("revision") int revision);

  /**
   * What the shop's cart needs for revisions, whoever owns the designs; nothing is stored.
   *
   * @throws pet.domain.InvalidInput if nothing is asked for
   * @throws pet.domain.DomainException {@code NOT_FOUND} if one of them was never made; {@code
   *     CONFLICT} if the shop does not sell one of the sizes
   */
  @POST
  @Path("/baskets")
  @MayRepeat
  Basket basket(BasketRequest request);

  /**
   * A person's designs, with all revisions, also those they deleted; newest first, a page at a
   * time.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if there is no person or the cursor is none
   */
  @POST
  @Path("/people/designs")
  @MayRepeat
  Page<PersonalDesign> export(Person person, @QueryParam("cursor") String cursor);

  /**
   * Erases a person: their designs are gone for everybody, and belong to nobody. Revisions stay, as
   * orders point at them, without what the person wrote. To erase nobody is no error.
   *
   * @throws pet.domain.InvalidInput if there is no person
   */
  @POST
  @Path("/people/erasure")
  @MayRepeat
  void erase(Person person);

  /**
   * Erases what was written in these revisions, whoever owns their designs: somebody who ordered
   * them is to be forgotten. A revision that was never made is no error.
   *
   * @throws pet.domain.InvalidInput if nothing is told
   */
  @POST
  @Path("/redactions")
  @MayRepeat
  void redact(RevisionRedaction redaction);
}
