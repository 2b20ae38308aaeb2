package pet.order;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.Parameters;
import pet.domain.ProblemCode;
import pet.domain.order.OrderStatus;
import pet.order.OrderService.Versioned;
import pet.platform.http.ClientAddress;
import pet.platform.http.IfMatch;
import pet.platform.openapi.Answers;

/** Orders, for customers and staff. Public, for Jersey. */
@Path("/api/orders")
@Consumes("application/json")
@Produces("application/json")
public final class OrderResource {

  private static final int MAX_NOTE = 500;

  /** Answers that are kept as they are written. */
  private static final int WRITTEN = 2_000;

  private final OrderService orders;
  private final RateLimitedLookUps lookUps;
  private final Tracking tracking;
  private final Reorders reorders;

  /** By the object, which {@link LookUps} keeps as long as the order's version is the same. */
  private final LoadingCache<Versioned, byte[]> written;

  OrderResource(
      OrderService orders,
      RateLimitedLookUps lookUps,
      Tracking tracking,
      Reorders reorders,
      ObjectMapper json) {
    this.orders = orders;
    this.lookUps = lookUps;
    this.tracking = tracking;
    this.reorders = reorders;
    written =
        Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(WRITTEN)
            .build(found -> json.writeValueAsBytes(found.order()));
  }

  /** Newest first: staff see all, others their own. */
  @GET
  public Page<OrderView> list(
      @Auth Caller caller,
      @QueryParam("status") @Schema(implementation = OrderStatus.class) String status,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    Parameters parameters = new Parameters();
    OrderStatus wanted =
        parameters.read(() -> PageQuery.choice("status", OrderStatus.class, status));
    PageQuery page = parameters.read(() -> PageQuery.parse(limit, cursor));
    parameters.check();
    return orders.list(caller, wanted, page);
  }

  /** With an email: the public lookup by number. Without: staff or owner, by any of its names. */
  @GET
  @Path("{ref}")
  @Answers(value = OrderView.class, problems = ProblemCode.TOO_MANY_REQUESTS)
  public Response read(
      @Auth Optional<Caller> caller,
      @PathParam("ref") String reference,
      @QueryParam("email") @Schema(format = "email") String email,
      @Context ContainerRequestContext client,
      @Context Request request) {
    if (email != null && !email.isBlank()) {
      Versioned found = lookUps.lookUp(ClientAddress.of(client), reference, email);
      return withLink(answer(request, found, () -> written.get(found)), found);
    }
    if (caller.isEmpty()) {
      throw new DomainException(
          ProblemCode.UNAUTHENTICATED, "Look an order up by its number with ?email=, or log in.");
    }
    Versioned found = orders.find(reference, caller.get());
    return withLink(answer(request, found), found);
  }

  /** The same revisions, ready for the shop's cart; nothing is stored. */
  @POST
  @Path("{ref}/reorder")
  @Answers(problems = ProblemCode.CONFLICT)
  public Reorders.Reorder reorder(@Auth Caller caller, @PathParam("ref") String reference) {
    return reorders.reorder(reference, caller);
  }

  /** A single step, of the order by any of its names; anything else changes nothing. */
  @POST
  @Path("{id}/status")
  @Answers(value = OrderView.class, problems = ProblemCode.ILLEGAL_TRANSITION)
  @RolesAllowed(Caller.STAFF)
  public Response changeStatus(
      @Auth Caller caller,
      @PathParam("id") String reference,
      @HeaderParam("If-Match") String ifMatch,
      StatusChange change) {
    if (change == null) {
      throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is empty.");
    }
    Versioned changed =
        orders.changeStatus(
            orders.idOf(reference, caller), change.status, change.note, caller, expected(ifMatch));
    return Response.ok(changed.order()).tag(tag(changed.version())).build();
  }

  /**
   * What staff ask for.
   *
   * @param note for the history; at most 500 characters; may be null
   */
  record StatusChange(OrderStatus status, @Schema(maxLength = MAX_NOTE) String note) {
    StatusChange {
      List<FieldError> errors = new ArrayList<>();
      if (status == null) {
        errors.add(new FieldError("status", "is required"));
      }
      if (note != null && note.length() > MAX_NOTE) {
        errors.add(new FieldError("note", "must be at most " + MAX_NOTE + " characters"));
      }
      // PostgreSQL's text has every character but this.
      if (note != null && note.indexOf('\0') >= 0) {
        errors.add(new FieldError("note", "must not contain the character NUL"));
      }
      if (!errors.isEmpty()) {
        throw new InvalidInput(errors);
      }
    }
  }

  /** Whoever may read an order may pass it on: where it can be followed without a login. */
  private Response withLink(Response.ResponseBuilder answer, Versioned found) {
    String url = tracking.link(found.order().id(), found.trackingGeneration()).url();
    // As Jersey's own Link writes it, which takes as long as all the rest.
    return answer.header(HttpHeaders.LINK, "<" + url + ">; rel=\"track\"").build();
  }

  static Response.ResponseBuilder answer(Request request, Versioned found) {
    return answer(request, found, found::order);
  }

  private static Response.ResponseBuilder answer(
      Request request, Versioned found, Supplier<?> entity) {
    EntityTag tag = new EntityTag(tag(found.version()));
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder response =
        unchanged != null ? unchanged : Response.ok(entity.get()).tag(tag);
    // Staff read more of the same version than its owner does.
    return response.header("Cache-Control", "private, no-cache").header("Vary", "Authorization");
  }

  /** Without a condition, whatever is there. */
  private static LongConsumer expected(String ifMatch) {
    return version -> {
      if (ifMatch != null) {
        IfMatch.needed(ifMatch).check(tag(version));
      }
    };
  }

  private static String tag(long version) {
    return "v" + version;
  }
}
