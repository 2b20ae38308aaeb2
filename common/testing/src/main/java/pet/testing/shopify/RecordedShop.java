package pet.testing.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Shopify's Admin API as recorded: three changed orders on two pages, and each in full. */
public final class RecordedShop implements AutoCloseable {

  public static final String TOKEN = "shpat_recorded0token";
  public static final long LOST = 820982911946154508L;
  public static final long DELIVERED = 820982911946154509L;
  public static final long CANCELLED = 820982911946154510L;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final Map<String, String> instead = new ConcurrentHashMap<>();
  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
  private volatile LargeOrder large;
  private volatile CountDownLatch notBefore = new CountDownLatch(0);

  /** What it answers instead. */
  private record Trouble(int status, String retryAfter, String body) {}

  public RecordedShop() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/admin/api/2026-07/graphql.json", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create(
        "http://localhost:" + server.getAddress().getPort() + "/admin/api/2026-07/graphql.json");
  }

  /** The next request is answered so. */
  public RecordedShop then(int status, String retryAfter, String body) {
    troubles.add(new Trouble(status, retryAfter, body));
    return this;
  }

  /** The next request is answered by this recording. */
  public RecordedShop thenRecorded(String name) {
    troubles.add(new Trouble(200, null, new String(recorded(name), StandardCharsets.UTF_8)));
    return this;
  }

  /** The next request is answered as usual, but not before this is open. */
  public void thenNotBefore(CountDownLatch open) {
    notBefore = open;
  }

  /** One recording instead of another. */
  public void answersInstead(String name, String other) {
    instead.put(name, other);
  }

  /** The lost order has so many parts. */
  public void lostALargeOne(int lines, int parcels, int refunds) {
    try {
      JsonNode recorded = JSON.readTree(recorded("order-" + DELIVERED + ".json"));
      large = new LargeOrder(recorded, LOST, lines, parcels, refunds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the large one changes while it is read. */
  public void theLargeOneIsChanging(boolean is) {
    large.changing(is);
  }

  /** The variables of every question that was let in. */
  public List<JsonNode> questions() {
    return List.copyOf(questions);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Shopify-Access-Token"))) {
        send(
            exchange,
            401,
            "[API] Invalid API key or access token".getBytes(StandardCharsets.UTF_8));
        return;
      }
      questions.add(asked.path("variables"));
      notBefore.await();
      Trouble trouble = troubles.poll();
      if (trouble == null) {
        send(exchange, 200, recording(asked));
        return;
      }
      if (trouble.retryAfter() != null) {
        exchange.getResponseHeaders().add("Retry-After", trouble.retryAfter());
      }
      send(exchange, trouble.status(), trouble.body().getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private byte[] recording(JsonNode asked) {
    String name = name(asked);
    boolean ofTheLarge =
        large != null
            && !name.startsWith("changed")
            && !List.of("order-" + DELIVERED + ".json", "order-" + CANCELLED + ".json")
                .contains(name);
    return ofTheLarge ? large.answer(asked) : recorded(name);
  }

  private String name(JsonNode asked) {
    JsonNode variables = asked.path("variables");
    if (asked.path("query").asText().startsWith("query Changed")) {
      return variables.path("after").isTextual() ? "changed-2.json" : "changed-1.json";
    }
    String id = variables.path("id").asText();
    String name = "order-" + id.substring(id.lastIndexOf('/') + 1) + ".json";
    return instead.getOrDefault(name, name);
  }

  private static byte[] recorded(String name) {
    try (InputStream in = RecordedShop.class.getResourceAsStream("admin/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
