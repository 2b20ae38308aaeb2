package pet.platform.remote;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.Secret;

/**
 * Keeps {@code /internal} to ourselves: the caller shows a shared secret, and to anybody else the
 * paths do not exist.
 */
@Priority(Priorities.AUTHENTICATION)
public final class InternalAccess implements ContainerRequestFilter, ClientRequestFilter {

  private static final String HEADER = "X-Pet-Internal";

  private final Secret secret;

  public InternalAccess(Secret secret) {
    this.secret = secret;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.getUriInfo().getPath().startsWith("internal/")) {
      return;
    }
    String shown = request.getHeaderString(HEADER);
    if (shown == null || !MessageDigest.isEqual(bytes(shown), bytes(secret.value()))) {
      throw new DomainException(ProblemCode.NOT_FOUND, "There is no such path.");
    }
  }

  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(HEADER, secret.value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
