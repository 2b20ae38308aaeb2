package pet.dev.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import pet.domain.Money;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * The shop: turns designs into paid orders and tells the store of them by signed webhooks, late,
 * twice and out of order as the real one does.
 */
final class Shop {

  static final String CREATED = "orders/create";
  static final String FULFILLED = "orders/fulfilled";

  private static final double FULFILLED_SHARE = 0.75;
  private static final double LATE_SHARE = 0.15;
  private static final double DUPLICATE_SHARE = 0.15;

  private static final String USUAL_SHOP = "paws.myshopify.com";

  private final ShopifyWebhooks webhooks = configured(System.getenv());
  private final Ledger ledger;
  private final long firstId;
  private final long firstNumber;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param start of the run: its ids and numbers follow from it, so that two runs never share one;
   *     both are beyond 2^53
   */
  Shop(Ledger ledger, Instant start) {
    this.ledger = ledger;
    this.firstId = start.getEpochSecond() * 1_000_000_000;
    this.firstNumber = start.getEpochSecond() * 10_000_000;
  }

  /**
   * Signs for the first shop that is configured, with the newest secret: a store that is started
   * with the same variables takes deliveries of it.
   */
  static ShopifyWebhooks configured(Map<String, String> environment) {
    return new ShopifyWebhooks(
        first(environment.get("SHOPIFY_WEBHOOK_SECRETS"), ShopifyWebhooks.DEVELOPMENT_SECRET),
        first(environment.get("SHOPIFY_WEBHOOK_SHOPS"), USUAL_SHOP));
  }

  private static String first(String list, String usual) {
    return Stream.of(list == null ? "" : list)
        .flatMap(all -> Stream.of(all.split(",", -1)))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .findFirst()
        .orElse(usual);
  }

  /** A delivery and how long from now it is to be made. */
  record Planned(SentOrder order, SignedWebhook webhook, Duration in) {}

  /** Everything that the shop will tell of a new order. */
  List<Planned> order(SentDesign design, Random random) {
    long n = count.incrementAndGet();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    int quantity = random.nextInt(10) == 0 ? 2 : 1;
    int units = quantity;
    ShopifyOrderPayload payload =
        ShopifyOrderPayload.anOrder()
            .id(firstId + n * 1000)
            .number(firstNumber + n)
            .email(design.owner().email())
            .createdAt(now)
            .updatedAt(now)
            .designed(design.id(), design.revision(), design.subtotal().amount(), quantity)
            .tax(times(design.tax(), quantity).amount());
    if (random.nextInt(5) == 0) {
      payload.goods("Leash, 2 m", "LEASH-2M", "19.90", 1);
      units++;
    }
    Money paid = Money.of(payload.json().get("total_price").textValue(), "USD");
    SentOrder order = new SentOrder(payload.number(), payload.email(), units, paid.minorUnits());
    ledger.placed(order);
    SignedWebhook created = webhooks.deliver(CREATED, payload);

    List<Planned> plan = new ArrayList<>();
    boolean late = random.nextDouble() < LATE_SHARE;
    Duration createdIn = late ? millis(random, 1000, 4000) : Duration.ZERO;
    add(plan, order, created, createdIn, random);
    if (random.nextDouble() < FULFILLED_SHARE) {
      payload
          .updatedAt(now.plusSeconds(60))
          .fulfilled("UPS", "1Z" + payload.number(), "https://track.example.com/" + n);
      // Of a late order the parcel is often known before the order is.
      Duration fulfilledIn = late ? millis(random, 0, 3000) : millis(random, 1500, 8000);
      add(plan, order, webhooks.deliver(FULFILLED, payload), fulfilledIn, random);
    }
    return plan;
  }

  private static void add(
      List<Planned> plan, SentOrder order, SignedWebhook webhook, Duration in, Random random) {
    plan.add(new Planned(order, webhook, in));
    if (random.nextDouble() < DUPLICATE_SHARE) {
      // With the same ids, as Shopify does when it is not sure that we have it.
      plan.add(new Planned(order, webhook, in.plus(millis(random, 0, 4000))));
    }
  }

  private static Money times(Money money, int factor) {
    return new Money(money.minorUnits() * factor, money.currency());
  }

  private static Duration millis(Random random, int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }
}
