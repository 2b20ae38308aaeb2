package pet.builder.design;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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
import java.net.URI;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.Parameters;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;
import pet.platform.http.Conditional;
import pet.platform.http.IfMatch;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/** Designs. What is another user's reads as if it were not there. */
@Path("/api/designs")
@Consumes("application/json")
@Produces("application/json")
public final class DesignResource {

  /** One's own: no cache between us may show it to another. */
  public static final String PERSONAL = "private, no-cache";

  private static final String PATH = "/api/designs/";

  /** How many designs are kept as their JSON. */
  private static final int WRITTEN = 1_000;

  private final DesignService designs;
  private final DesignCreation creation;
  private final Idempotency idempotency;

  /** By the object, which is the same as long as the design is; see {@code EntityCache}. */
  private final LoadingCache<DesignRow, byte[]> written;

  public DesignResource(
      DesignService designs, DesignCreation creation, Idempotency idempotency, ObjectMapper json) {
    this.designs = designs;
    this.creation = creation;
    this.idempotency = idempotency;
    written =
        Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(WRITTEN)
            .build(design -> json.writeValueAsBytes(designs.view(design)));
  }

  /** What a configuration costs now. */
  @POST
  @Path("quote")
  public PriceBreakdown quote(BuilderConfig config) {
    return designs.quote(present(config));
  }

  /** Makes a design, and its first revision. */
  @POST
  @Answers(value = Design.class, status = 201, etag = true, cacheControl = PERSONAL)
  public Response create(
      @Auth Caller caller, @HeaderParam(Idempotency.HEADER) String key, DesignDraft draft) {
    var request = new Idempotency.Request(key, caller, "POST /api/designs", present(draft));
    return creation.create(request, draft);
  }

  /** Makes a design like another one; without a body, named after it. */
  @POST
  @Path("{id}/duplicate")
  @Answers(value = Design.class, status = 201, etag = true, cacheControl = PERSONAL)
  public Response duplicate(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @HeaderParam(Idempotency.HEADER) String key,
      CopyRequest body) {
    CopyRequest request = body == null ? CopyRequest.PLAIN : body;
    var once = new Idempotency.Request(key, caller, "POST " + PATH + id + "/duplicate", request);
    String eventOwner = designs.eventOwner(caller);
    return idempotency.once(
        once,
        transaction ->
            created(designs.duplicate(transaction, caller, eventOwner, id, request), designs));
  }

  /** One's own designs, newest first. */
  @GET
  public Page<Design> list(
      @Auth Caller caller,
      @QueryParam("status") @Schema(implementation = DesignStatus.class) String status,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    Parameters parameters = new Parameters();
    DesignStatus wanted =
        parameters.read(() -> PageQuery.choice("status", DesignStatus.class, status));
    PageQuery page = parameters.read(() -> PageQuery.parse(limit, cursor));
    parameters.check();
    return designs.list(caller, wanted, page);
  }

  /** A design as it is now. */
  @GET
  @Path("{id}")
  @Answers(Design.class)
  public Response read(
      @Auth Caller caller, @PathParam("id") DesignId id, @Context Request request) {
    DesignRow design = designs.read(caller, id);
    return personal(
        Conditional.read(request, new EntityTag(design.tag()), () -> written.get(design)));
  }

  /** Changes name, configuration or status. What is left out stays. */
  @PATCH
  @Path("{id}")
  @Consumes({"application/json", "application/merge-patch+json"})
  @Answers(value = Design.class, cacheControl = PERSONAL)
  public Response patch(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      DesignPatch patch) {
    // Another's design is not there, whatever else is wrong with the request.
    designs.read(caller, id);
    IfMatch condition = IfMatch.needed(ifMatch);
    return answer(designs.patch(caller, id, condition, present(patch)), designs);
  }

  /** Deletes a design; its revisions stay for the orders that name them. */
  @DELETE
  @Path("{id}")
  public void delete(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    designs.delete(caller, id, ifMatch == null ? null : IfMatch.needed(ifMatch));
  }

  static Response created(DesignRow design, DesignService designs) {
    return personal(
        Response.created(URI.create(PATH + design.id()))
            .tag(design.tag())
            .entity(designs.view(design)));
  }

  static Response answer(DesignRow design, DesignService designs) {
    return personal(Response.ok(designs.view(design)).tag(design.tag()));
  }

  public static Response personal(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, PERSONAL)
        .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
        .build();
  }

  private static <T> T present(T body) {
    if (body == null) {
      throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is empty.");
    }
    return body;
  }
}
