package pet.platform.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import pet.platform.Trace;

/**
 * A request as it arrived: with its trace, its id, and with the address, scheme and host that its
 * client used, which a proxy that we trust tells us. Modules see these in the ordinary places.
 */
public final class Arrival extends Request.Wrapper {

  /**
   * The header with the request's id: the same when a proxy that we trust, or a process of ours,
   * sends the request on again. Nobody else can choose it.
   */
  public static final String REQUEST_ID = "X-Request-Id";

  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{16,64}");

  private static final String FORWARDED_PREFIX = "x-forwarded-";

  private final Trace trace;
  private final String forwardedFor;
  private final HttpFields headers;
  private final HttpURI uri;
  private final ConnectionMetaData connection;

  private Arrival(Request request, TrustedProxies proxies) {
    super(request);
    trace = Trace.continuing(request.getHeaders().get(Trace.HEADER));
    InetAddress peer = addressOf(request.getConnectionMetaData().getRemoteSocketAddress());
    boolean believed = peer != null && proxies.isTrusted(peer);
    headers = headers(request, trace, believed);
    List<String> noted = new ArrayList<>(headers.getCSV(HttpHeader.X_FORWARDED_FOR, false));
    uri = believed ? uri(request.getHttpURI(), headers) : request.getHttpURI();
    connection =
        noted.isEmpty()
            ? request.getConnectionMetaData()
            : new From(request.getConnectionMetaData(), proxies.client(peer, noted));
    if (peer != null) {
      noted.add(peer.getHostAddress());
    }
    forwardedFor = String.join(", ", noted);
  }

  /** Makes every request of a connector an arrival. */
  static HttpConfiguration.Customizer customizer(TrustedProxies proxies) {
    return (request, responseHeaders) -> new Arrival(request, proxies);
  }

  /** The arrival that a request is, below what was wrapped around it since. */
  public static Arrival of(Request request) {
    return Request.as(request, Arrival.class);
  }

  private static InetAddress addressOf(SocketAddress socket) {
    return socket instanceof InetSocketAddress inet ? inet.getAddress() : null;
  }

  private static HttpFields headers(Request request, Trace trace, boolean believed) {
    HttpFields.Mutable headers = HttpFields.build(request.getHeaders());
    headers.put(Trace.HEADER, trace.header());
    String id = headers.get(REQUEST_ID);
    if (!believed || id == null || !ID.matcher(id).matches()) {
      headers.put(REQUEST_ID, newId());
    }
    if (!believed) {
      Iterator<HttpField> told = headers.iterator();
      while (told.hasNext()) {
        if (told.next().getLowerCaseName().startsWith(FORWARDED_PREFIX)) {
          told.remove();
        }
      }
    }
    return headers.asImmutable();
  }

  /** Not a secret: it only has to differ from others. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static HttpURI uri(HttpURI uri, HttpFields headers) {
    String proto = headers.get(HttpHeader.X_FORWARDED_PROTO);
    String host = headers.get(HttpHeader.X_FORWARDED_HOST);
    HttpURI.Mutable told = HttpURI.build(uri);
    if ("http".equals(proto) || "https".equals(proto)) {
      told.scheme(proto);
    }
    if (host != null) {
      try {
        HostPort authority = new HostPort(host);
        told.authority(authority.getHost(), authority.getPort());
      } catch (IllegalArgumentException e) {
        // Not a host: the Host header stands.
      }
    }
    return told.asImmutable();
  }

  public Trace trace() {
    return trace;
  }

  /** The addresses it came over, the last one being who connected to us. */
  public String forwardedFor() {
    return forwardedFor;
  }

  /** The scheme that the client used. */
  public String proto() {
    return uri.getScheme();
  }

  /** The host, and port, that the client used. */
  public String host() {
    String told = headers.get(HttpHeader.X_FORWARDED_HOST);
    return told == null ? headers.get(HttpHeader.HOST) : told;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public boolean isSecure() {
    return "https".equals(uri.getScheme());
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  private static final class From extends ConnectionMetaData.Wrapper {
    private final InetSocketAddress client;

    From(ConnectionMetaData connection, InetAddress client) {
      super(connection);
      this.client = new InetSocketAddress(client, 0);
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return client;
    }
  }
}
