package pet.platform.remote;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.Secret;

/**
 * Keeps {@code /internal} to ourselves: the caller shows a shared secret, and to anybody else the
 * paths do not exist.
 */
@Priority(Priorities.AUTHENTICATION)
public final class InternalAccess implements ContainerRequestFilter, ClientRequestFilter {

  /** Carries the secret; from outside it is worth nothing and is not passed on. */
  public static final String HEADER = "X-Pet-Internal";

  private final Secret secret;

  public InternalAccess(Secret secret) {
    this.secret = secret;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!isInternal(request)) {
      return;
    }
    String shown = request.getHeaderString(HEADER);
    if (shown == null || !MessageDigest.isEqual(bytes(shown), bytes(secret.value()))) {
      throw new DomainException(ProblemCode.NOT_FOUND, "There is no such path.");
    }
  }

  /** By what was matched, not by how it was written: {@code /internal;x/…} leads there, too. */
  private static boolean isInternal(ContainerRequestContext request) {
    return ((ExtendedUriInfo) request.getUriInfo())
        .getMatchedTemplates().stream()
            .map(UriTemplate::getTemplate)
            .anyMatch(path -> path.equals("/internal") || path.startsWith("/internal/"));
  }

  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(HEADER, secret.value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
