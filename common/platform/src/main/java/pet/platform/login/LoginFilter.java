package pet.platform.login;

import io.dropwizard.auth.AuthenticationException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.http.ClientAddress;
import pet.platform.http.ProblemMapper;
import pet.platform.limit.RateLimit;

/**
 * Authenticates a request by the token in its header. After too many invalid tokens from an address
 * no token from there is checked for a while, not even a good one, unless it is known here already.
 */
@Priority(Priorities.AUTHENTICATION)
public final class LoginFilter implements ContainerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(LoginFilter.class);

  private final TokenAuthenticator tokens;
  private final RateLimit bad;

  /**
   * @param bad of tokens that are not believed, by address
   */
  public LoginFilter(TokenAuthenticator tokens, RateLimit bad) {
    this.tokens = tokens;
    this.bad = bad;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Caller caller =
        Bearer.token(request.getHeaderString(HttpHeaders.AUTHORIZATION))
            .flatMap(token -> tokens.known(token).or(() -> check(request, token)))
            .orElseThrow(NotLoggedIn::new);
    request.setSecurityContext(new LoggedIn(caller, request.getSecurityContext().isSecure()));
  }

  private Optional<Caller> check(ContainerRequestContext request, String token) {
    String address = ClientAddress.of(request);
    bad.check(address);
    try {
      Optional<Caller> caller = tokens.authenticate(token);
      if (caller.isEmpty()) {
        bad.count(address);
      }
      return caller;
    } catch (AuthenticationException e) {
      LOG.warn("a login cannot be checked: {}", e.getMessage());
      throw new WebApplicationException(
          new ProblemMapper()
              .toResponse(
                  new DomainException(
                      ProblemCode.UNAVAILABLE, "The login provider does not answer.")));
    }
  }

  /**
   * Where a login is optional, Dropwizard catches this of everybody without one and goes on. So it
   * costs little: its answer is made for who reads it, and nobody reads its stack.
   */
  @SuppressWarnings("serial") // Never leaves the request's thread.
  private static final class NotLoggedIn extends WebApplicationException {

    NotLoggedIn() {
      super(Response.Status.UNAUTHORIZED);
    }

    @Override
    public Response getResponse() {
      return ProblemMapper.unauthenticated();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private record LoggedIn(Caller caller, boolean isSecure) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
      return caller.roles().contains(role);
    }

    @Override
    public String getAuthenticationScheme() {
      return "Bearer";
    }
  }
}
