package pet.domain.user;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import pet.domain.Within;

/** The user module's contract: what its neighbours may ask of it. */
@Path("/internal/user")
@Produces("application/json")
public interface Users {

  /**
   * What a person allows at this moment; {@link Privacy#DEFAULT} for one who has not chosen, or is
   * not known. Who publishes an event about what a person did asks it each time, so that an opt-out
   * works from the next event on. May be repeated.
   *
   * @param userId the token's subject
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if that cannot be one, {@code
   *     UNAVAILABLE} if it cannot be told now: then the event carries no user id
   */
  @GET
  @Path("/privacy")
  @Within(millis = 2_000)
  Privacy privacy(@QueryParam("userId") String userId);
}
