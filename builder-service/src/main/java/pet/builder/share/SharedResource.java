package pet.builder.share;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import pet.builder.design.DesignRow;
import pet.platform.http.Arrival;
import pet.platform.http.Conditional;
import pet.platform.openapi.Answers;

/** Designs for anybody with a link. */
@Path("/api/designs/shared/{token}")
@Produces("application/json")
public final class SharedResource {

  private final ShareService shares;

  public SharedResource(ShareService shares) {
    this.shares = shares;
  }

  /** The design behind a link. Each read is a view, also one that is answered with 304. */
  @GET
  @Answers(value = SharedDesign.class, cacheControl = "private, no-cache")
  public Response shared(
      @PathParam("token") String token, @Context Request request, @Context HttpHeaders headers) {
    String requestId = headers.getHeaderString(Arrival.REQUEST_ID);
    return answer(shares.view(new ShareToken(token), requestId), request);
  }

  /** Whether it is there, which is no view. */
  @HEAD
  @Answers(value = SharedDesign.class, cacheControl = "private, no-cache")
  public Response look(@PathParam("token") String token, @Context Request request) {
    return answer(shares.look(new ShareToken(token)), request);
  }

  private static Response answer(ShareService.Seen seen, Request request) {
    DesignRow design = seen.design();
    // Weak: the number of views changes each time, and is no reason to send the design again.
    EntityTag tag = new EntityTag(design.tag(), true);
    return Conditional.read(
            request, tag, () -> SharedDesign.of(design, seen.previewUrl(), seen.views()))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }
}
