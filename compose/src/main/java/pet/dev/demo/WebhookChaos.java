package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.messaging.KafkaSettings;
import pet.platform.login.DevelopmentTokens;

/**
 * The senders and the checks of {@code make chaos-webhooks}; {@code scripts/chaos-webhooks} kills
 * processes meanwhile.
 *
 * <ul>
 *   <li>A delivery that was answered with 200 must be in the delivery log once, be processed, and
 *       have had its effect once.
 *   <li>Each order must have a legal history, and the pieces and the money that its refunds, edits
 *       and parcels leave, also if the shop gave its deliveries up and reconciliation found it. If
 *       Stripe was paid, Stripe must have confirmed it.
 *   <li>Each person must be as the login provider said last.
 *   <li>Nothing may be left of a delivery that had to be refused.
 * </ul>
 */
public final class WebhookChaos {

  /** The lease of a reconciliation that was killed at work ends after a minute. */
  private static final Duration SETTLE = Duration.ofMinutes(4);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int ORDERS_A_SECOND = 15;
  private static final int ORDERS_A_PERSON = 5;
  private static final int ORDERS_AN_INVALID_DELIVERY = 2;
  private static final int SHOPS_RETRIES = 8;

  private final StaffView ingest;
  private final StaffView orders;
  private final RetryingShop shop;
  private final StripeAccount stripe;
  private final LoginProvider provider;
  private final InvalidDeliveries invalid;
  private final List<RetryingSender> senders;
  private final DeliveryLogCheck deliveries;
  private final LoginCheck logins;
  private Findings findings = new Findings();

  private WebhookChaos(
      URI ingestAt, URI ordersAt, DevelopmentTokens tokens, AdminShop admin, KafkaSettings kafka) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Instant start = Instant.now();
    String staff = tokens.mint("chaos-staff", "staff", null);
    StoreHttp http = new StoreHttp(ingestAt);
    ingest = new StaffView(http, staff);
    orders = new StaffView(new StoreHttp(ordersAt), staff);
    // These come again for days, and nothing else tells of what they gave up.
    RetryingSender stripes = new RetryingSender(http, random, Integer.MAX_VALUE);
    RetryingSender clerks = new RetryingSender(http, random, Integer.MAX_VALUE);
    RetryingSender shops = new RetryingSender(http, random, SHOPS_RETRIES);
    stripe = new StripeAccount(stripes, random);
    provider = new LoginProvider(clerks, random, start);
    shop = new RetryingShop(shops, stripe, admin, random, start);
    invalid = new InvalidDeliveries(ingestAt, shop, provider);
    senders = List.of(shops, stripes, clerks);
    deliveries = new DeliveryLogCheck(senders, stripe, provider);
    logins = new LoginCheck(provider.people(), orders, tokens, kafka);
  }

  /**
   * Sends, waits and checks.
   *
   * @param args ingest's address, the address of orders and users, the key of the tokens, for how
   *     many seconds to send, a file whose being there says that nothing is killed any more, the
   *     port of the shop's Admin API, and Kafka's address
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 7) {
      System.err.println(
          "usage: WebhookChaos INGEST_URL ORDERS_URL KEY SECONDS QUIET_FILE ADMIN_PORT KAFKA");
      System.exit(2);
    }
    Demo.prepareClients();
    boolean right;
    try (AdminShop admin = new AdminShop(Integer.parseInt(args[5]))) {
      WebhookChaos chaos =
          new WebhookChaos(
              URI.create(args[0]),
              URI.create(args[1]),
              DevelopmentTokens.at(Path.of(args[2])),
              admin,
              KafkaSettings.at(args[6]));
      right = chaos.run(Duration.ofSeconds(Long.parseLong(args[3])), Path.of(args[4]));
    }
    System.exit(right ? 0 : 1);
  }

  private boolean run(Duration sending, Path quiet) throws InterruptedException {
    send(sending);
    while (!Files.exists(quiet)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    for (RetryingSender sender : senders) {
      sender.finish();
    }
    invalid.finish();
    List<JsonNode> log = checked();
    tell(log);
    findings.print();
    return findings.isEmpty();
  }

  private void send(Duration time) throws InterruptedException {
    System.out.printf("sending for %d s%n", time.toSeconds());
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      shop.sell();
      if (i % ORDERS_A_PERSON == 0) {
        provider.signUp();
      }
      if (i % ORDERS_AN_INVALID_DELIVERY == 0) {
        invalid.send();
      }
      TimeUnit.MICROSECONDS.sleep(1_000_000 / ORDERS_A_SECOND);
    }
  }

  /** Checks again and again until all is right, for reconciliation takes time, or time is up. */
  private List<JsonNode> checked() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        if (last || isDone()) {
          List<JsonNode> log = ingest.all("/api/webhooks/deliveries");
          findings = check(log);
          if (last || findings.isEmpty()) {
            return log;
          }
        }
      } catch (NoAnswer | IllegalStateException | KafkaException e) {
        if (last) {
          throw new IllegalStateException("the store cannot be read", e);
        }
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  private boolean isDone() throws NoAnswer {
    for (String status : List.of("PENDING", "RETRYING", "WAITING")) {
      if (!ingest
          .page("/api/webhooks/deliveries?limit=1&status=" + status)
          .get("items")
          .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Findings check(List<JsonNode> log) throws NoAnswer {
    Findings found = new Findings();
    deliveries.check(log, found);
    new OrderCheck(shop.orders()).check(orders.all("/api/orders"), found);
    logins.check(found);
    invalid.wrong().forEach(found::doubled);
    if (invalid.latencies().summary().p50() > taken().p50()) {
      found.lost("the point of refusing: it takes longer than taking");
    }
    if (shop.sender().givenUp().isEmpty()
        || log.stream().noneMatch(DeliveryLogCheck::isReconciled)) {
      found.lost("the point of it: nothing was given up, or nothing found");
    }
    return found;
  }

  private Latencies.Summary taken() {
    return shop.sender().latencies().summary();
  }

  private void tell(List<JsonNode> log) {
    tell("the shop, of %d orders".formatted(shop.orders().size()), shop.sender());
    tell("Stripe, of %d paid orders".formatted(stripe.payments().size()), stripe.sender());
    tell(
        "Clerk, of %d people (%d deleted)"
            .formatted(
                provider.people().size(),
                provider.people().values().stream()
                    .filter(LoginProvider.Expected::isDeleted)
                    .count()),
        provider.sender());
    List<JsonNode> found = log.stream().filter(DeliveryLogCheck::isReconciled).toList();
    System.out.printf(
        "%d deliveries were given up by the shop; reconciliation found %d orders, missing or old, and brought %d deliveries%n",
        shop.sender().givenUp().size(),
        found.stream().map(row -> row.get("lane").asText()).distinct().count(),
        found.size());
    System.out.printf(
        "%d bad deliveries were refused, %d had no answer while something was killed; a refusal took %.1f ms (p50), an acceptance %.1f ms%n",
        invalid.refused(),
        invalid.unanswered(),
        invalid.latencies().summary().p50(),
        taken().p50());
  }

  private static void tell(String whose, RetryingSender sender) {
    System.out.printf(
        "%d deliveries of %s were taken, in %d requests (%d refused or without an answer, %d duplicates on purpose)%n",
        sender.taken().size(), whose, sender.requests(), sender.failures(), sender.duplicates());
  }
}
