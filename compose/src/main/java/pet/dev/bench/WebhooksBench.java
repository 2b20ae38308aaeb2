package pet.dev.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * What webhook ingest takes, beside pgbench in the same run; {@code scripts/bench-webhooks} has the
 * processes ready. Every delivery is Shopify's own sample of 12.8 KB, signed, with an order of 500
 * and an id of its own.
 */
public final class WebhooksBench {

  private static final int CONNECTIONS = 32;
  private static final int ORDERS = 500;
  private static final int LOOKED_UP = 50;
  private static final int ROUNDS = Integer.getInteger("bench.turns", 3);
  private static final String ALL = "lookup accepts latency keepsup spike";
  private static final Duration ROUND = Duration.ofSeconds(3);
  private static final Duration PACED = Duration.ofSeconds(10);
  private static final int SPIKE = 20_000;
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final String ID = "00000000-0000-4000-8000-000000000000";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ClosedLoop ingest;
  private final URI admin;
  private final ClosedLoop orders;
  private final ClosedLoop bare;
  private final ShopifyWebhooks shop = new ShopifyWebhooks();
  private final List<byte[]> deliveries = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ProcessorTime processors;
  private final Rounds rounds;

  private WebhooksBench(URI ingest, URI admin, URI orders, URI bare, List<String> processes)
      throws IOException {
    processors = new ProcessorTime(processes);
    rounds = new Rounds(ROUNDS, ROUND, ROUND, processors);
    this.ingest = new ClosedLoop(ingest, CONNECTIONS);
    this.admin = admin;
    this.orders = new ClosedLoop(orders, CONNECTIONS);
    this.bare = new ClosedLoop(bare, CONNECTIONS);
    String sample = new String(ShopifyWebhooks.sample("orders_create"), StandardCharsets.UTF_8);
    for (int i = 0; i < ORDERS; i++) {
      // The same length, and another order.
      String body = sample.replace("820982911946154500", "820982911946" + (154_500 + i));
      deliveries.add(
          request(
              shop.deliver("orders/create", body.getBytes(StandardCharsets.UTF_8))
                  .with(SignedWebhook.WEBHOOK_ID, ID)));
    }
  }

  /**
   * Takes ingest's address, its admin address, the order module's, the bare resource's, pgbench's
   * script, and processes whose processor time is told.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 5) {
      System.err.println(
          "usage: WebhooksBench INGEST_URL ADMIN_URL ORDERS_URL BARE_URL PGBENCH_SCRIPT"
              + " [NAME=PID...]");
      System.exit(2);
    }
    BootstrapLogging.bootstrap(Level.WARN);
    WebhooksBench bench =
        new WebhooksBench(
            URI.create(args[0]),
            URI.create(args[1]),
            URI.create(args[2]),
            URI.create(args[3]),
            List.of(args).subList(5, args.length));
    Set<String> parts = Set.of(System.getProperty("bench.parts", ALL).split(" "));
    if (parts.contains("lookup")) {
      bench.lookup();
    }
    // The two in the middle are of the peak that this one finds.
    if (parts.contains("accepts") || parts.contains("latency") || parts.contains("keepsup")) {
      double peak = bench.accepts(Path.of(args[4]));
      bench.drain("processed of the backlog, while nothing is delivered");
      if (parts.contains("latency")) {
        bench.latency(peak / 2);
        bench.drain("processed of the backlog, while nothing is delivered");
      }
      if (parts.contains("keepsup")) {
        bench.keepsUp(peak / 4);
      }
    }
    if (parts.contains("spike")) {
      bench.spike();
    }
  }

  private static byte[] request(SignedWebhook webhook) throws IOException {
    StringBuilder head =
        new StringBuilder("POST " + webhook.path() + " HTTP/1.1\r\nHost: localhost\r\n");
    webhook.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(webhook.body().length).append("\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head.toString().getBytes(ISO_8859_1));
    whole.write(webhook.body());
    return whole.toByteArray();
  }

  /** The next delivery, with an id that no other has. */
  private byte[] next() {
    byte[] request =
        deliveries.get(Math.floorMod(turn.getAndIncrement(), deliveries.size())).clone();
    byte[] id = UUID.randomUUID().toString().getBytes(ISO_8859_1);
    System.arraycopy(id, 0, request, placeOfId(request), id.length);
    return request;
  }

  private static int placeOfId(byte[] request) {
    String head = new String(request, 0, 1024, ISO_8859_1);
    return head.indexOf(ID);
  }

  /** Customers who look after their orders, to a bare resource that answers the same bytes. */
  private void lookup() throws Exception {
    List<byte[]> requests = new ArrayList<>();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < LOOKED_UP; i++) {
      long number = 700_000L + i;
      String email = "bench-" + i + "@example.com";
      ShopifyOrderPayload order =
          ShopifyOrderPayload.anOrder()
              .id(number * 1000)
              .number(number)
              .email(email)
              .createdAt(now)
              .updatedAt(now);
      ingest.once(request(shop.deliver("orders/create", order)), 200);
      requests.add(
          ClosedLoop.request("GET", "/api/orders/" + number + "?email=" + email, null, null));
    }
    drain("orders to be looked up");
    byte[] body = orders.once(requests.get(0), 200);
    bare.once(ClosedLoop.request("PUT", "/bytes/order", null, body), 204);
    byte[] reference = ClosedLoop.request("GET", "/bytes/order", null, null);
    AtomicInteger next = new AtomicInteger();
    rounds.compare(
        "look-ups of orders, to a bare resource with the same bytes",
        time ->
            orders.rate(
                time, () -> requests.get(Math.floorMod(next.getAndIncrement(), LOOKED_UP)), 200),
        time -> bare.rate(time, () -> reference, 200),
        0.5);
  }

  /** The peak: how many deliveries a second are accepted. */
  private double accepts(Path script) throws Exception {
    ingest.once(next(), 200);
    String newest = " FROM webhook.delivery ORDER BY received_at DESC LIMIT 1";
    PgBench pgbench =
        new PgBench(
            CONNECTIONS,
            "headers=" + PgBench.number("SELECT octet_length(headers)" + newest),
            "body=" + PgBench.number("SELECT octet_length(body)" + newest));
    return rounds.compare(
        "verified, durable accepts, to pgbench writing the same rows",
        time -> ingest.rate(time, this::next, 200),
        time -> pgbench.rate(time, script),
        0.5);
  }

  private void latency(double perSecond) throws Exception {
    Paced.Result result = new Paced(ingest, CONNECTIONS).send(perSecond, PACED, this::next);
    Row.atMost(
        "p99 in ms at half of the peak, %.0f a second (p50 %.1f ms; %d told to come again)"
            .formatted(perSecond, result.took().at(0.5), result.refused().size()),
        result.took().at(0.99),
        50);
  }

  private void keepsUp(double perSecond) throws Exception {
    double before = metric("webhook_processed_total");
    long begin = System.nanoTime();
    new Paced(ingest, CONNECTIONS).send(perSecond, PACED, this::next);
    double rate = (metric("webhook_processed_total") - before) * 1e9 / (System.nanoTime() - begin);
    Row.atLeast(
        "processed while a quarter of the peak is delivered, of what is (%.0f of %.0f a second)"
            .formatted(rate, perSecond),
        rate / perSecond,
        0.95);
    drain("processed of what was left");
  }

  private void spike() throws Exception {
    double before = metric("webhook_accepted_total");
    Paced senders = new Paced(ingest, 8 * CONNECTIONS);
    Paced.Result result = senders.send(SPIKE / 10.0, Duration.ofSeconds(10), this::next);
    int unanswered = result.unanswered().get();
    int toldToComeAgain = result.refused().size() - unanswered;
    double p99 = result.answered().at(0.99);
    double last = result.answered().at(1);
    List<byte[]> again = result.refused();
    while (!again.isEmpty()) {
      // They come again, as they were told, or as they do who had no answer.
      TimeUnit.SECONDS.sleep(1);
      List<byte[]> refused = again;
      AtomicInteger place = new AtomicInteger();
      again =
          senders
              .send(
                  500,
                  Duration.ofMillis(2L * refused.size()),
                  () -> refused.get(place.getAndIncrement()))
              .refused();
    }
    double lost = SPIKE - (metric("webhook_accepted_total") - before);
    Row.atMost(
        "lost of a spike of %d in 10 s (%d told to come again)".formatted(SPIKE, toldToComeAgain),
        lost,
        0);
    Row.atMost(
        "given up by a sender who waits 5 s (answers from sending: p99 %.0f ms, slowest %.0f ms)"
            .formatted(p99, last),
        unanswered,
        0);
  }

  /** Waits until nothing is left to be done. */
  private void drain(String what) throws Exception {
    double before = metric("webhook_processed_total");
    double accepted = metric("webhook_accepted_total");
    processors.clear();
    long begin = System.nanoTime();
    double done =
        processors.of(
            () -> {
              while (metric("webhook_processed_total") < accepted
                  && System.nanoTime() - begin < DRAIN.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(500); // to ask takes processor time, too
              }
              return metric("webhook_processed_total") - before;
            });
    System.out.printf(
        "%s: %.0f, %.0f a second%n", what, done, done * 1e9 / (System.nanoTime() - begin));
    if (done > 0) {
      processors.print(done);
    }
  }

  private double metric(String name) throws IOException, InterruptedException {
    String text =
        http.send(
                HttpRequest.newBuilder(admin.resolve("/metrics")).build(), BodyHandlers.ofString())
            .body();
    Matcher line =
        Pattern.compile("^" + name + "(?:\\{[^}]*})? ([0-9.eE+-]+)$", Pattern.MULTILINE)
            .matcher(text);
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }
}
