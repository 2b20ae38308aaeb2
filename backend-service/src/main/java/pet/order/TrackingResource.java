package pet.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.order.OrderService.Versioned;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/** Following an order: by a link, and as it happens. Public, for Jersey. */
@Path("/api/orders")
@Produces(MediaType.APPLICATION_JSON)
public final class TrackingResource {

  private final OrderService orders;
  private final Tracking tracking;
  private final Idempotency idempotency;
  private final OrderStreams streams;
  private final ObjectMapper json;

  TrackingResource(
      OrderService orders,
      Tracking tracking,
      Idempotency idempotency,
      OrderStreams streams,
      ObjectMapper json) {
    this.orders = orders;
    this.tracking = tracking;
    this.idempotency = idempotency;
    this.streams = streams;
    this.json = json;
  }

  /** The order that a link leads to, as its customer reads it. */
  @GET
  @Path("track/{token}")
  @Answers(value = OrderView.class, cacheControl = "private, no-cache")
  public Response track(@PathParam("token") String token, @Context Request request) {
    return OrderResource.answer(request, orders.tracked(tracking.follow(token).orderId()))
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  /** A link to an order; staff and its owner make one. */
  @POST
  @Path("{ref}/tracking-links")
  @Answers(value = Tracking.Link.class, status = 201, location = false)
  public Response link(
      @Auth Caller caller,
      @PathParam("ref") String reference,
      @HeaderParam(Idempotency.HEADER) String key) {
    UUID order = orders.find(reference, caller).order().id();
    String target = "POST /api/orders/" + order + "/tracking-links";
    Response kept =
        idempotency.once(
            new Idempotency.Request(key, caller, target, null),
            transaction ->
                Response.status(Response.Status.CREATED)
                    .entity(tracking.make(transaction, order, caller))
                    .build());
    return Response.fromResponse(kept).entity(told(kept.getEntity())).build();
  }

  /**
   * The link, of which there is only kept what it is made from: whoever reads the database is not
   * to follow anybody's order by it.
   */
  private Tracking.Link told(Object kept) {
    if (kept instanceof TrackingToken token) {
      return tracking.link(token);
    }
    try {
      JsonNode answer = json.readTree((byte[]) kept);
      // A replica of before keeps the link itself.
      return answer.has("url")
          ? json.treeToValue(answer, Tracking.Link.class)
          : tracking.link(json.treeToValue(answer, TrackingToken.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who made links to an order and who revoked them, newest first. */
  @GET
  @Path("{ref}/tracking-links")
  @RolesAllowed(Caller.STAFF)
  public Page<Tracking.Deed> links(
      @Auth Caller caller,
      @PathParam("ref") String reference,
      @QueryParam("limit") String limit,
      @QueryParam("cursor") String cursor) {
    return tracking.deeds(
        orders.find(reference, caller).order().id(), PageQuery.parse(limit, cursor));
  }

  /** From now on no link that was made leads to the order; staff and its owner say so. */
  @DELETE
  @Path("{ref}/tracking-links")
  public void revoke(@Auth Caller caller, @PathParam("ref") String reference) {
    tracking.revoke(orders.find(reference, caller).order().id(), caller);
  }

  /** What happens to an order, from the beginning or after the last event that was seen. */
  @GET
  @Path("{ref}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Answers(problems = ProblemCode.TOO_MANY_REQUESTS)
  public void events(
      @Auth Optional<Caller> caller,
      @PathParam("ref") String reference,
      @QueryParam("token") String token,
      @HeaderParam("Last-Event-ID") String lastEvent,
      @Context Sse sse,
      @Context SseEventSink sink) {
    streams.open(listener(caller, reference, token), position(lastEvent), sse, sink);
  }

  /** Whether one may listen now. It takes no listener's place. */
  @HEAD
  @Path("{ref}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Answers(problems = ProblemCode.TOO_MANY_REQUESTS)
  public Response mayListen(
      @Auth Optional<Caller> caller,
      @PathParam("ref") String reference,
      @QueryParam("token") String token) {
    streams.admit(listener(caller, reference, token).orderId());
    return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
  }

  private OrderStreams.Listener listener(Optional<Caller> caller, String reference, String token) {
    return token == null ? loggedIn(caller, reference) : tracked(token, reference);
  }

  private OrderStreams.Listener loggedIn(Optional<Caller> caller, String reference) {
    Caller reader =
        caller.orElseThrow(
            () ->
                new DomainException(
                    ProblemCode.UNAUTHENTICATED, "Listen by a link's ?token=, or log in."));
    UUID order = orders.find(reference, reader).order().id();
    return OrderStreams.Listener.of(
        order, reader.isStaff(), () -> orders.mayStillRead(order, reader));
  }

  /** A link leads to one order, whatever the path says. */
  private OrderStreams.Listener tracked(String token, String reference) {
    TrackingToken link = tracking.follow(token);
    Versioned found = orders.tracked(link.orderId());
    if (!reference.equals(found.order().id().toString())
        && !reference.equals(found.order().maskedId())
        && !reference.equals(found.order().orderNumber())) {
      throw DomainException.notFound("order");
    }
    return OrderStreams.Listener.by(link, () -> tracking.lasts(link));
  }

  /** What cannot be one is none: then all is sent. */
  private static int position(String lastEvent) {
    try {
      return lastEvent == null ? 0 : Math.max(0, Integer.parseInt(lastEvent.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
