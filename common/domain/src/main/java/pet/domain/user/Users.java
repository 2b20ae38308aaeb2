package pet.domain.user;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Set;
import pet.domain.MayRepeat;
import pet.domain.Within;

/** The user module's contract: what its neighbours may ask of it. */
@Path("/internal/user")
@Consumes("application/json")
@Produces("application/json")
public interface Users {

  /** The most people that one call may ask for. */
  int MOST = 100;

  /**
   * What people allow at this moment; {@link Privacy#DEFAULT} for who has not chosen, or is not
   * known. Who publishes an event about what a person did asks it each time, so that an opt-out
   * works from the next event on. May be repeated.
   *
   * @param userIds tokens' subjects, at most {@value #MOST}
   * @return an answer for each of them
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if one of them cannot be a subject or
   *     there are too many, {@code UNAVAILABLE} if it cannot be told now: then the events carry no
   *     user id
   */
  @POST
  @Path("/privacy")
  @MayRepeat
  @Within(millis = 2_000)
  List<Choice> privacy(Set<String> userIds);

  /** What a person allows. */
  record Choice(String userId, Privacy privacy) {}
}
