package pet.platform.remote;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Optional;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import pet.domain.Caller;
import pet.domain.DomainException;

/**
 * Keeps {@code /internal} to ourselves: the caller shows a service's token for the module, and to
 * anybody else the paths do not exist. What a module answers to a service says which module it is,
 * so that the caller can tell its 404 from a stranger's.
 */
@Priority(Priorities.AUTHENTICATION)
public final class InternalAccess implements ContainerRequestFilter, ContainerResponseFilter {

  /** The header of an answer that names the module which gave it. */
  static final String ANSWERED_BY = "X-Pet-Answered-By";

  private static final String PREFIX = "/internal/";
  private static final String MODULE = InternalAccess.class.getName();

  private final ServiceIdentity identity;

  public InternalAccess(ServiceIdentity identity) {
    this.identity = identity;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<String> path = internalPath(request);
    if (path.isEmpty()) {
      // Who asks is a service's word, and only there.
      request.getHeaders().remove(Caller.HEADER);
      return;
    }
    String module = path.get().substring(PREFIX.length()).split("/", 2)[0];
    if (!identity.believes(request.getHeaderString(ServiceIdentity.HEADER), module)) {
      throw DomainException.notFound("path");
    }
    request.setProperty(MODULE, module);
  }

  /** By what was matched, not by how it was written: {@code /internal;x/…} leads there, too. */
  private static Optional<String> internalPath(ContainerRequestContext request) {
    return ((ExtendedUriInfo) request.getUriInfo())
        .getMatchedTemplates().stream()
            .map(UriTemplate::getTemplate)
            .map(template -> template.endsWith("/") ? template : template + "/")
            .filter(template -> template.startsWith(PREFIX))
            .findFirst();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(MODULE) instanceof String module) {
      response.getHeaders().putSingle(ANSWERED_BY, module);
    }
  }
}
