package pet.domain.analytics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The analytics module's contract: what its neighbours may ask of it. */
@Path("/internal/analytics")
@Produces("application/json")
public interface Analytics {

  /**
   * Which numbers a person may be counted in, and how long these are kept. It is the same for
   * everybody: analytics keeps nobody's id, and cannot tell who was counted. May be repeated.
   *
   * @throws pet.domain.DomainException {@code UNAVAILABLE} if it cannot be told now
   */
  @GET
  @Path("/people/counts")
  PersonalCounts counts();
}
