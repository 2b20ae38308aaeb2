package pet.platform.remote;

import jakarta.annotation.Priority;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import pet.domain.Caller;
import pet.platform.http.ProblemMapper;

/**
 * Keeps {@code /internal} to ourselves: the caller shows a service's token for the module, and to
 * anybody else the paths do not exist. What a module answers to a service says which module it is,
 * so that the caller can tell its 404 from a stranger's.
 */
@Priority(Priorities.AUTHENTICATION)
public final class InternalAccess implements ContainerRequestFilter, ContainerResponseFilter {

  /** The header of an answer that names the module which gave it. */
  static final String ANSWERED_BY = "X-Pet-Answered-By";

  private static final String NAME = "internal";
  private static final String ROOT = "/" + NAME;
  private static final String PREFIX = ROOT + "/";
  private static final String MODULE = InternalAccess.class.getName();

  private final ServiceIdentity identity;
  private final ProblemMapper problems = new ProblemMapper();

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
    if (!isOurs(request, module(path.get()))) {
      throw new NotFoundException();
    }
    request.setProperty(MODULE, module(path.get()));
  }

  private boolean isOurs(ContainerRequestContext request, String module) {
    return identity.believes(request.getHeaderString(ServiceIdentity.HEADER), module);
  }

  private static String module(String path) {
    return path.substring(PREFIX.length()).split("/", 2)[0];
  }

  /** By what was matched, not by how it was written: {@code /internal;x/…} leads there, too. */
  private static Optional<String> internalPath(ContainerRequestContext request) {
    for (UriTemplate matched : ((ExtendedUriInfo) request.getUriInfo()).getMatchedTemplates()) {
      String template = matched.getTemplate();
      if (template.startsWith(PREFIX) || template.equals(ROOT)) {
        return Optional.of(template.endsWith("/") ? template : template + "/");
      }
    }
    return Optional.empty();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(MODULE) instanceof String module) {
      response.getHeaders().putSingle(ANSWERED_BY, module);
      return;
    }
    if (leadsInside(request)) {
      deny(response);
    }
  }

  /**
   * By how it was written, for what failed to match. None of ours writes it otherwise than its
   * contract has it, and to a stranger a 404 is right however it was written.
   */
  private boolean leadsInside(ContainerRequestContext request) {
    if (!request.getUriInfo().getPath().contains(NAME)) {
      return false;
    }
    List<String> segments =
        request.getUriInfo().getPathSegments().stream()
            .map(PathSegment::getPath)
            .filter(segment -> !segment.isEmpty())
            .toList();
    return !segments.isEmpty()
        && segments.get(0).equals(NAME)
        && !(segments.size() > 1 && isOurs(request, segments.get(1)));
  }

  /**
   * As where there is no such path, to the letter. A method that the path does not take, or a type
   * that it does not read, is refused before the filter above is asked, and would tell of it.
   */
  private void deny(ContainerResponseContext response) {
    Response nothing = problems.toResponse(new NotFoundException());
    response.getHeaders().clear();
    response.setStatusInfo(nothing.getStatusInfo());
    response.setEntity(nothing.getEntity(), new Annotation[0], nothing.getMediaType());
  }
}
