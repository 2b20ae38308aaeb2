package pet.platform.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * What every answer tells a browser: not to guess types, not to frame or run it, where it came from
 * is nobody's business. An answer that says so for itself keeps what it says.
 */
public final class WebHeaders {

  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField NO_REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "no-referrer");

  /** Nothing is loaded, run or framed; the style within a picture is its own. */
  private static final HttpField POLICY =
      new PreEncodedHttpField(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none';"
              + " base-uri 'none'; form-action 'none'");

  private static final HttpField OURS =
      new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin");
  private static final HttpField ANYBODYS =
      new PreEncodedHttpField("Cross-Origin-Resource-Policy", "cross-origin");

  /** An answer to a login is its reader's alone, and is asked for again. */
  private static final HttpField PERSONAL =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "private, no-cache");

  private static final HttpField STREAMED =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
  private static final HttpField VARIES_BY_ENCODING =
      new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
  private static final HttpField VARIES_BY_ORIGIN =
      new PreEncodedHttpField(HttpHeader.VARY, "Origin");

  private final WebSettings settings;
  private final boolean answersOtherOrigins;
  private final HttpField strictTransport;

  public WebHeaders(WebSettings settings) {
    this.settings = settings;
    answersOtherOrigins = !settings.origins().isEmpty();
    strictTransport =
        settings.hsts().toSeconds() == 0
            ? null
            : new PreEncodedHttpField(
                HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=" + settings.hsts().toSeconds());
  }

  WebSettings settings() {
    return settings;
  }

  /** Answers pages of other origins, where some are allowed. */
  Handler crossOrigin(Handler handler) {
    if (!answersOtherOrigins) {
      return handler;
    }
    CrossOriginHandler crossOrigin = new CrossOriginHandler();
    crossOrigin.setAllowedOriginPatterns(
        settings.origins().stream().map(Pattern::quote).collect(Collectors.toSet()));
    crossOrigin.setAllowedMethods(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    crossOrigin.setAllowedHeaders(
        Set.of(
            "Accept",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "traceparent"));
    crossOrigin.setExposedHeaders(
        Set.of(
            "Content-Location",
            "ETag",
            "Link",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "traceparent"));
    // Logins are in a header that a page sets itself, never in cookies.
    crossOrigin.setAllowCredentials(false);
    crossOrigin.setPreflightMaxAge(Duration.ofMinutes(10));
    crossOrigin.setHandler(handler);
    return crossOrigin;
  }

  /**
   * Whether a header of a forwarded answer is the business of the process that browsers talk to.
   */
  public static boolean isOfTheEntrance(HttpField field) {
    return field.getLowerCaseName().startsWith("access-control-");
  }

  /** The answer, with these headers as soon as it begins: whatever resets it takes none away. */
  Response on(Request request, Response response) {
    return new Told(request, response);
  }

  private final class Told extends Response.Wrapper {
    private boolean told;

    Told(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (!told && !isCommitted()) {
        told = true;
        tell(getRequest(), getHeaders());
        if (last && leavesItsLengthOpen(content)) {
          super.write(
              false,
              content,
              Callback.from(() -> super.write(true, null, callback), callback::failed));
          return;
        }
      }
      super.write(last, content, callback);
    }

    /** An answer to HEAD has no body, but GET's is not empty: Jetty would say that it is. */
    private boolean leavesItsLengthOpen(ByteBuffer content) {
      return HttpMethod.HEAD.is(getRequest().getMethod())
          && BufferUtil.isEmpty(content)
          && !getHeaders().contains(HttpHeader.CONTENT_LENGTH);
    }
  }

  /** Adds what an answer does not say for itself. */
  void tell(Request request, HttpFields.Mutable headers) {
    put(headers, NO_SNIFFING);
    put(headers, NO_REFERRER);
    put(headers, POLICY);
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    // Pictures are made to be shown in a shop's pages.
    put(headers, type != null && type.startsWith("image/") ? ANYBODYS : OURS);
    if (type != null && type.startsWith("text/event-stream")) {
      put(headers, STREAMED);
    } else if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
      put(headers, PERSONAL);
    }
    if (headers.contains(HttpHeader.VARY)) {
      // A resource that tells of its own has taken the place of what was told before it.
      headers.ensureField(VARIES_BY_ENCODING);
      if (answersOtherOrigins) {
        headers.ensureField(VARIES_BY_ORIGIN);
      }
    }
    // One that could not be read has not arrived.
    Arrival arrival = Arrival.of(request);
    if (strictTransport != null && arrival != null && "https".equals(arrival.proto())) {
      put(headers, strictTransport);
    }
  }

  private static void put(HttpFields.Mutable headers, HttpField field) {
    if (!headers.contains(field.getName())) {
      headers.put(field);
    }
  }
}
