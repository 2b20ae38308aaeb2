package pet.builder.design;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import pet.domain.Caller;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.DesignId;
import pet.platform.http.Conditional;
import pet.platform.http.IfMatch;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/** What a design was. A revision never changes, and stays when its design is deleted. */
@Path("/api/designs/{id}/revisions")
@Produces("application/json")
public final class RevisionResource {

  private final Revisions revisions;
  private final DesignService designs;
  private final Idempotency idempotency;

  public RevisionResource(Revisions revisions, DesignService designs, Idempotency idempotency) {
    this.revisions = revisions;
    this.designs = designs;
    this.idempotency = idempotency;
  }

  /** What the design was, newest first. */
  @GET
  public Page<RevisionView> list(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    return revisions.list(caller, id, PageQuery.parse(limit, cursor));
  }

  /** What the design was at one time. */
  @GET
  @Path("{revision}")
  @Answers(RevisionView.class)
  public Response read(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @PathParam("revision") int revision,
      @Context Request request) {
    RevisionView found = revisions.read(caller, id, revision);
    return DesignResource.personal(
        Conditional.read(request, new EntityTag("1-r" + revision), () -> found));
  }

  /** Makes it the design's next revision, at today's price; none if the design is like it. */
  @POST
  @Path("{revision}/restore")
  @Answers(value = Design.class, cacheControl = DesignResource.PERSONAL)
  public Response restore(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @PathParam("revision") int revision,
      @HeaderParam(Idempotency.HEADER) String key,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    IfMatch condition = ifMatch == null ? null : IfMatch.needed(ifMatch);
    String target = "POST /api/designs/" + id + "/revisions/" + revision + "/restore";
    var once = new Idempotency.Request(key, caller, target, null);
    String eventOwner = designs.eventOwner(caller);
    return designs.changing(
        id,
        () ->
            idempotency.once(
                once,
                transaction ->
                    DesignResource.answer(
                        designs.restore(transaction, caller, eventOwner, id, condition, revision),
                        designs)));
  }
}
