package pet.builder.share;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import pet.builder.design.DesignResource;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.builder.DesignId;
import pet.platform.http.Conditional;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/** The link of a design, for its owner. */
@Path("/api/designs/{id}/share")
@Consumes("application/json")
@Produces("application/json")
public final class ShareResource {

  private final ShareService shares;
  private final Idempotency idempotency;
  private final ObjectMapper json;

  public ShareResource(ShareService shares, Idempotency idempotency, ObjectMapper json) {
    this.shares = shares;
    this.idempotency = idempotency;
    this.json = json;
  }

  /**
   * Makes a link: 201 with a new one, 200 with the one that is in force already, whose end is then
   * moved or taken away if the body says so.
   */
  @POST
  @Answers(
      value = ShareLink.class,
      status = {201, 200})
  public Response share(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @HeaderParam(Idempotency.HEADER) String key,
      ShareRequest body) {
    ShareRequest request = body == null ? ShareRequest.PLAIN : body;
    String target = "POST /api/designs/" + id + "/share";
    var once = new Idempotency.Request(key, caller, target, request.identity());
    String eventOwner = shares.eventOwner(caller);
    return idempotency.once(
        once,
        transaction -> {
          ShareService.Shared shared = shares.share(transaction, caller, eventOwner, id, request);
          return shared.fresh()
              ? Response.created(URI.create(shared.link().url())).entity(shared.link()).build()
              : Response.ok(shared.link()).build();
        });
  }

  /** The link in force, else the one that was last, and how often the design was read by a link. */
  @GET
  @Answers(value = ShareLink.class, cacheControl = DesignResource.PERSONAL)
  public Response read(
      @Auth Caller caller, @PathParam("id") DesignId id, @Context Request request) {
    ShareLink link = shares.link(caller, id).orElseThrow(() -> DomainException.notFound("link"));
    return DesignResource.personal(Conditional.read(request, json, link));
  }

  /** Ends the link: it leads nowhere any more. */
  @DELETE
  public void revoke(@Auth Caller caller, @PathParam("id") DesignId id) {
    shares.revoke(caller, id);
  }
}
