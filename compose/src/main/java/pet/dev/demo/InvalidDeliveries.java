package pet.dev.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * Sends deliveries that must be refused, each on a connection of its own: signatures that are too
 * old or of another shop, half bodies, wrong lengths, bodies that arrive byte by byte. Each would
 * have an effect if it were accepted.
 */
final class InvalidDeliveries {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ShopifyWebhooks SHOP = new ShopifyWebhooks();
  private static final ShopifyWebhooks ANOTHER =
      new ShopifyWebhooks(ShopifyWebhooks.DEVELOPMENT_SECRET, "cats.myshopify.com");
  private static final ShopifyWebhooks FORGER =
      new ShopifyWebhooks("a-guess", "paws.myshopify.com");
  // A minute more than the tolerance.
  private static final Duration TOO_LONG = Duration.ofMinutes(6);
  private static final long TOO_LARGE = 3_000_000_000L;
  private static final int DRIP_MILLIS = 250;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int THREADS = 16;

  /** What is sent, and what it must be answered with. */
  enum Kind {
    PAYMENT_SIGNED_LONG_AGO(401),
    DELETION_SIGNED_LONG_AGO(401),
    DELETION_SIGNED_IN_THE_FUTURE(401),
    ORDER_SIGNED_BY_A_GUESS(401),
    ORDER_OF_ANOTHER_SHOP(403),
    HALF_A_BODY(400),
    A_LENGTH_TOO_SHORT(401),
    A_LENGTH_TOO_LARGE(413),
    TWO_LENGTHS(400),
    A_BODY_THAT_DRIPS(408);

    private final int status;

    Kind(int status) {
      this.status = status;
    }
  }

  private final URI ingest;
  private final RetryingShop shop;
  private final LoginProvider provider;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Map<Kind, AtomicInteger> refused = new EnumMap<>(Kind.class);
  private final AtomicInteger unanswered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Latencies latencies = new Latencies();
  private int turn;

  /**
   * @param shop has the order that a payment is for, which nobody pays
   * @param provider has the person who would be deleted, and stays
   */
  InvalidDeliveries(URI ingest, RetryingShop shop, LoginProvider provider) {
    this.ingest = ingest;
    this.shop = shop;
    this.provider = provider;
    for (Kind kind : Kind.values()) {
      refused.put(kind, new AtomicInteger());
    }
  }

  /** Sends one of the next kind. Processes are being killed: no answer is as good as a refusal. */
  void send() {
    if (shop.unpaid() != null && provider.staying() != null) {
      Kind kind = Kind.values()[turn++ % Kind.values().length];
      threads.execute(
          () -> {
            if (!isRefused(kind)) {
              unanswered.incrementAndGet();
            }
          });
    }
  }

  /** Sends one of each kind, now that nothing is killed any more: each must be answered. */
  void finish() throws InterruptedException {
    for (Kind kind : Kind.values()) {
      threads.execute(
          () -> {
            if (!isRefused(kind)) {
              wrong.add(kind + " is not answered, though nothing is killed");
            }
          });
    }
    threads.shutdown();
    if (!threads.awaitTermination(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      wrong.add("some bad deliveries have no end");
    }
  }

  /** Sends one; false if there was no answer. */
  private boolean isRefused(Kind kind) {
    Delivery delivery = delivery(kind);
    long begun = System.nanoTime();
    Optional<Integer> status = answer(kind, delivery);
    status.ifPresent(
        answered -> {
          if (answered == kind.status) {
            refused.get(kind).incrementAndGet();
            if (kind != Kind.A_BODY_THAT_DRIPS) {
              latencies.record(System.nanoTime() - begun);
            }
          } else {
            wrong.add(kind + " is answered with " + answered + ", not " + kind.status);
          }
        });
    return status.isPresent();
  }

  private Delivery delivery(Kind kind) {
    return switch (kind) {
      case PAYMENT_SIGNED_LONG_AGO -> {
        String order = Long.toString(shop.unpaid().id());
        yield Delivery.ofStripe(
            StripeAccount.event(
                "payment_intent.succeeded",
                "pi",
                JSON.createObjectNode().put("shopify_order_id", order)));
      }
      case DELETION_SIGNED_LONG_AGO, DELETION_SIGNED_IN_THE_FUTURE ->
          Delivery.ofClerk(
              "msg_bad_" + UUID.randomUUID(), LoginProvider.deletion(provider.staying()));
      case ORDER_OF_ANOTHER_SHOP -> order(ANOTHER);
      case ORDER_SIGNED_BY_A_GUESS -> order(FORGER);
      default -> order(SHOP);
    };
  }

  private static Delivery order(ShopifyWebhooks shop) {
    SignedWebhook webhook = shop.deliver("orders/create", ShopifyOrderPayload.anOrder());
    return Delivery.ofShop(webhook);
  }

  private static Instant signedAt(Kind kind) {
    return switch (kind) {
      case PAYMENT_SIGNED_LONG_AGO, DELETION_SIGNED_LONG_AGO -> Instant.now().minus(TOO_LONG);
      case DELETION_SIGNED_IN_THE_FUTURE -> Instant.now().plus(TOO_LONG);
      default -> Instant.now();
    };
  }

  private Optional<Integer> answer(Kind kind, Delivery delivery) {
    byte[] body = delivery.body();
    try (Socket socket = new Socket(ingest.getHost(), ingest.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head(kind, delivery, signedAt(kind)).getBytes(ISO_8859_1));
      switch (kind) {
        case HALF_A_BODY -> {
          out.write(body, 0, body.length / 2);
          socket.shutdownOutput();
        }
        case A_LENGTH_TOO_LARGE -> {}
        case A_BODY_THAT_DRIPS -> drip(socket, out, body);
        default -> out.write(body);
      }
      return status(socket);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A byte now and then, until there is an answer. */
  private static void drip(Socket socket, OutputStream out, byte[] body) throws IOException {
    for (int i = 0; i < body.length && socket.getInputStream().available() == 0; i++) {
      out.write(body[i]);
      try {
        TimeUnit.MILLISECONDS.sleep(DRIP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static String head(Kind kind, Delivery delivery, Instant signedAt) {
    StringBuilder head = new StringBuilder("POST " + delivery.path() + " HTTP/1.1\r\n");
    head.append("Host: localhost\r\nConnection: close\r\n");
    delivery
        .headers()
        .apply(signedAt)
        .forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    for (long length : lengths(kind, delivery.body().length)) {
      head.append("Content-Length: " + length + "\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static List<Long> lengths(Kind kind, long right) {
    return switch (kind) {
      case A_LENGTH_TOO_SHORT -> List.of(right - 7);
      case A_LENGTH_TOO_LARGE -> List.of(TOO_LARGE);
      case TWO_LENGTHS -> List.of(right, right - 7);
      default -> List.of(right);
    };
  }

  /** Empty if the connection ends without an answer. */
  private static Optional<Integer> status(Socket socket) throws IOException {
    String line = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    return line.length() < 12 ? Optional.empty() : Optional.of(Integer.valueOf(line.substring(9)));
  }

  /** Wrong answers. */
  List<String> wrong() {
    return new ArrayList<>(wrong);
  }

  int refused() {
    return refused.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  int unanswered() {
    return unanswered.get();
  }

  /** How long refusals took, without those of slow bodies. */
  Latencies latencies() {
    return latencies;
  }
}
