package pet.webhook;

import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.platform.openapi.Answers;

/** What Shopify's compliance topics ask of staff: listed, answered, and kept as who did what. */
@Path("/api/webhooks/requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class ComplianceResource {

  private final Jdbi jdbi;
  private final ComplianceRequests requests;

  ComplianceResource(Jdbi jdbi, ComplianceRequests requests) {
    this.jdbi = jdbi;
    this.requests = requests;
  }

  /** Requests, newest first. */
  @GET
  public Page<ComplianceRequest> list(
      @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
    PageQuery page = PageQuery.parse(limit, cursor);
    List<ComplianceRequest> rows =
        jdbi.withExtension(ComplianceDao.class, dao -> dao.list(page.after(), page.limit() + 1));
    return page.pageOf(rows, Function.identity(), row -> new Cursor(row.requestedAt(), row.id()));
  }

  /** What the store knows of the customer whose data a shop asked for, to be passed on to it. */
  @GET
  @Path("{id}/export")
  @Answers(
      value = ComplianceRequests.Export.class,
      cacheControl = "no-store",
      problems = ProblemCode.CONFLICT)
  public Response export(@Auth Caller caller, @PathParam("id") String id) {
    UUID uuid = DeliveriesResource.uuid(id, "request");
    return Response.ok(requests.export(uuid, caller))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /**
   * What was done.
   *
   * @param note null for nothing to say
   */
  record Answered(@Schema(maxLength = ReplayResource.MAX_NOTE) String note) {
    Answered {
      ReplayResource.checkNote(note);
    }
  }

  /** Staff have answered the request, or decided that nothing is to be done. May be repeated. */
  @POST
  @Path("{id}/done")
  public ComplianceRequest done(
      @Auth Caller caller, @PathParam("id") String id, Answered answered) {
    return requests.done(
        DeliveriesResource.uuid(id, "request"), caller, answered == null ? null : answered.note());
  }

  /**
   * What is to be erased.
   *
   * @param shop the shop's domain, as the request has it: so nobody does it by mistake
   * @param note null for nothing to say
   */
  record Confirmed(String shop, @Schema(maxLength = ReplayResource.MAX_NOTE) String note) {
    Confirmed {
      ReplayResource.checkNote(note);
    }
  }

  /**
   * Staff confirm that a shop is at its end: what it told of people is erased from here on. May be
   * repeated.
   */
  @POST
  @Path("{id}/erase")
  @Answers(problems = ProblemCode.CONFLICT)
  public ComplianceRequest erase(
      @Auth Caller caller, @PathParam("id") String id, Confirmed confirmed) {
    if (confirmed == null) {
      throw new InvalidInput("shop", "is required");
    }
    return requests.erase(
        DeliveriesResource.uuid(id, "request"), caller, confirmed.shop(), confirmed.note());
  }
}
