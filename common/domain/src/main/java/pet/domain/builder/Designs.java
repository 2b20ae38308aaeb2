package pet.domain.builder;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** The builder module's contract: what its neighbours may ask of it. */
@Path("/internal/builder")
@Produces("application/json")
public interface Designs {

  /**
   * A revision, whoever owns the design, and also after the design was deleted: an order line
   * points at it for ever. May be repeated.
   *
   * @throws pet.domain.DomainException {@code NOT_FOUND} if there is no such revision, {@code
   *     UNAVAILABLE} if it cannot be told now
   */
  @GET
  @Path("/designs/{id}/revisions/{revision}")
  DesignRevision revision(@PathParam("id") DesignId id, @PathParam("revision") int revision);
}
