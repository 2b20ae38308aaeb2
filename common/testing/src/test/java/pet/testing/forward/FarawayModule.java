package pet.testing.forward;

import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Trace;
import pet.platform.http.MaxBody;

/** An order module of the tests' own: it tells what reached it, and answers in every manner. */
final class FarawayModule implements Module {

  private final String name;
  private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
  private Runnable whenItStops = () -> {};

  /** A stream of events that somebody reads. */
  record Stream(Sse sse, SseEventSink sink) {
    void send(String data) {
      sink.send(sse.newEvent(data));
    }

    /** Whether its reader has left. */
    boolean isEnded() {
      return sink.isClosed();
    }

    void end() {
      sink.close();
    }
  }

  /**
   * @param name by which replicas are told apart
   */
  FarawayModule(String name) {
    this.name = name;
  }

  /** What the module does when its streams are to end. */
  void whenItStops(Runnable does) {
    whenItStops = does;
  }

  /** The streams that were opened, oldest first. */
  BlockingQueue<Stream> streams() {
    return streams;
  }

  @Override
  public ModuleName name() {
    return ModuleName.ORDER;
  }

  @Override
  public void install(ModuleContext context) {
    context.resource(new Faraway(name, streams));
    context.endsStreams(() -> whenItStops.run());
  }

  /** Public only for Jersey. */
  @Path("/api/orders")
  @Produces("application/json")
  public static final class Faraway {

    private final String name;
    private final BlockingQueue<Stream> streams;

    Faraway(String name, BlockingQueue<Stream> streams) {
      this.name = name;
      this.streams = streams;
    }

    @GET
    @Path("name")
    @Produces("text/plain")
    public String name() {
      return name;
    }

    @POST
    @Path("name")
    @Produces("text/plain")
    public String name(String body) {
      return name + " " + body;
    }

    @GET
    @Path("echo{rest:.*}")
    public Map<String, Object> get(@Context HttpServletRequest request) {
      return seen(request);
    }

    @GET
    @Path("mine")
    public Map<String, String> mine(@Auth Caller caller) {
      return Map.of("subject", caller.subject());
    }

    @HEAD
    @Path("echo{rest:.*}")
    public Response head() {
      return Response.ok().header("X-Seen", "HEAD").header("Content-Length", 4711).build();
    }

    @OPTIONS
    @Path("echo{rest:.*}")
    public Map<String, Object> options(@Context HttpServletRequest request) {
      return seen(request);
    }

    @PUT
    @Path("echo{rest:.*}")
    public Map<String, Object> put(@Context HttpServletRequest request, String body) {
      return seen(request);
    }

    @PATCH
    @Path("echo{rest:.*}")
    public Map<String, Object> patch(@Context HttpServletRequest request, String body) {
      return seen(request);
    }

    @DELETE
    @Path("echo{rest:.*}")
    public Map<String, Object> delete(@Context HttpServletRequest request) {
      return seen(request);
    }

    private static Map<String, Object> seen(HttpServletRequest request) {
      Map<String, String> headers = new LinkedHashMap<>();
      for (String header : Collections.list(request.getHeaderNames())) {
        headers.put(
            header.toLowerCase(Locale.ROOT),
            String.join(" | ", Collections.list(request.getHeaders(header))));
      }
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("method", request.getMethod());
      seen.put("uri", request.getRequestURI());
      seen.put("query", String.valueOf(request.getQueryString()));
      seen.put("url", request.getRequestURL().toString());
      seen.put("client", request.getRemoteAddr());
      seen.put("secure", request.isSecure());
      seen.put("headers", headers);
      seen.put("trace", Trace.current().map(Trace::traceId).orElse("none"));
      return seen;
    }

    @POST
    @Path("digest")
    @Consumes(MediaType.WILDCARD)
    @MaxBody(1L << 30)
    public Map<String, String> digest(InputStream body)
        throws IOException, NoSuchAlgorithmException {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream in = new DigestInputStream(body, digest)) {
        long bytes = in.transferTo(OutputStream.nullOutputStream());
        return Map.of(
            "bytes", Long.toString(bytes), "sha256", HexFormat.of().formatHex(digest.digest()));
      }
    }

    @GET
    @Path("tagged")
    public Response tagged(@Context Request request) {
      EntityTag tag = new EntityTag("v7");
      Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
      return (unchanged == null ? Response.ok(Map.of("text", "x".repeat(2_000))) : unchanged)
          .tag(tag)
          .header("Cache-Control", "private, max-age=0")
          .header("Vary", "Authorization")
          .build();
    }

    @GET
    @Path("status/{status}")
    public Response status(@PathParam("status") int status) {
      return Response.status(status)
          .header("X-Twice", "one")
          .header("X-Twice", "two")
          .entity(status == 204 || status == 304 ? null : Map.of("status", status))
          .build();
    }

    @POST
    @Path("made")
    public Response made() {
      return Response.created(URI.create("/api/orders/made/1")).entity(Map.of("id", 1)).build();
    }

    @GET
    @Path("refused")
    public String refused(@QueryParam("from") String from) {
      if (from == null) {
        throw new DomainException(ProblemCode.ILLEGAL_TRANSITION, "No way from here.");
      }
      return from;
    }

    @HEAD
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Response listens() {
      return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context Sse sse, @Context SseEventSink sink) {
      streams.add(new Stream(sse, sink));
    }
  }
}
