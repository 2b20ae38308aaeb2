package pet.builder;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/** Designs. What is another user's reads as if it were not there. Public, for Jersey. */
@Path("/api/designs")
@Consumes("application/json")
@Produces("application/json")
public final class DesignResource {

  private static final String PATH = "/api/designs/";

  private final DesignService designs;

  DesignResource(DesignService designs) {
    this.designs = designs;
  }

  @POST
  @Path("quote")
  public PriceBreakdown quote(BuilderConfig config) {
    return designs.quote(present(config));
  }

  @POST
  public Response create(@Auth Caller caller, DesignDraft draft) {
    DesignRow created = designs.create(caller, present(draft));
    return Response.created(URI.create(PATH + created.id()))
        .tag(created.tag())
        .entity(created.view())
        .build();
  }

  @GET
  public Page<Design> list(
      @Auth Caller caller,
      @QueryParam("status") String status,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    return designs.list(
        caller,
        PageQuery.choice("status", DesignStatus.class, status),
        PageQuery.parse(limit, cursor));
  }

  @GET
  @Path("{id}")
  public Response read(
      @Auth Caller caller, @PathParam("id") DesignId id, @Context Request request) {
    DesignRow design = designs.read(caller, id);
    return answer(request, design.tag(), design.view());
  }

  /** 201 with a new link, 200 with the one that is in force already. */
  @POST
  @Path("{id}/share")
  public Response share(@Auth Caller caller, @PathParam("id") DesignId id) {
    DesignService.Shared shared = designs.share(caller, id);
    String url = PATH + "shared/" + shared.token().value();
    ShareLink link = new ShareLink(shared.token(), url);
    return shared.fresh()
        ? Response.created(URI.create(url)).entity(link).build()
        : Response.ok(link).build();
  }

  @GET
  @Path("shared/{token}")
  public Response shared(@PathParam("token") String token, @Context Request request) {
    DesignRow design = designs.shared(new ShareToken(token));
    return answer(request, design.tag(), design.sharedView());
  }

  private static Response answer(Request request, String version, Object view) {
    EntityTag tag = new EntityTag(version);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return unchanged != null ? unchanged.build() : Response.ok(view).tag(tag).build();
  }

  private static <T> T present(T body) {
    if (body == null) {
      throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is empty.");
    }
    return body;
  }

  /**
   * A way to a design for anybody.
   *
   * @param url a path of this store
   */
  record ShareLink(ShareToken token, String url) {}
}
