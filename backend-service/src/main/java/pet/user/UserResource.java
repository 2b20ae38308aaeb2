package pet.user;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import pet.domain.Caller;

/** One's own profile. Public, for Jersey. */
@Path("/api/users")
@Produces("application/json")
public final class UserResource {

  private final UserService users;

  UserResource(UserService users) {
    this.users = users;
  }

  /** Made at the first sight of a valid token. */
  @GET
  @Path("me")
  public Profile me(@Auth Caller caller) {
    return users.seen(caller);
  }
}
