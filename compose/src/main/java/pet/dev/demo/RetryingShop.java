package pet.dev.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * A shop that delivers as Shopify does, with eight retries, out of order. Some deliveries it loses
 * on purpose, as if all eight had failed: what is known of them then, its Admin API alone tells.
 * Some orders are not paid in the shop: Stripe tells of their payment, or nobody.
 */
final class RetryingShop {

  private static final double LOST = 0.05;
  private static final double ALL_LOST = 0.03;
  private static final int WITHIN_MILLIS = 2500;

  private final RetryingSender sender;
  private final StripeAccount stripe;
  private final AdminShop admin;
  private final Random random;
  private final long first;
  private final ShopifyWebhooks webhooks = new ShopifyWebhooks();
  private final Map<Long, SoldOrder.Expected> orders = new LinkedHashMap<>();
  private volatile SoldOrder unpaid;

  /**
   * @param admin is told of every order, as it is in the end
   * @param start of the run: ids and numbers follow from it, so that two runs never share one
   */
  RetryingShop(
      RetryingSender sender, StripeAccount stripe, AdminShop admin, Random random, Instant start) {
    this.sender = sender;
    this.stripe = stripe;
    this.admin = admin;
    this.random = random;
    this.first = start.getEpochSecond() * 10_000_000;
  }

  /** Sells: an order, paid, and what became of it, told in any order. */
  void sell() {
    long number = first + orders.size();
    // So old that all of it lies in the past, each with a time of its own.
    Instant placed = Instant.now().minusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    int kind = random.nextInt(6);
    SoldOrder order = new SoldOrder(webhooks, number, placed, kind < 4);
    switch (kind) {
      case 0 -> order.cancelled();
      case 1 -> order.shipped();
      case 2 -> {
        order.shipped();
        order.refunded();
      }
      case 3 -> {
        order.edited();
        order.shipped();
      }
      case 4 -> {
        order.paid();
        stripe.paid(order);
      }
      default -> unpaid = order;
    }
    orders.put(number, order.expected());
    admin.sold(order.json());
    boolean allLost = random.nextDouble() < ALL_LOST;
    for (SignedWebhook webhook : order.deliveries()) {
      Delivery delivery = Delivery.ofShop(webhook);
      if (allLost || random.nextDouble() < LOST) {
        sender.giveUp(delivery);
      } else {
        sender.plan(delivery, 0, WITHIN_MILLIS);
      }
    }
  }

  RetryingSender sender() {
    return sender;
  }

  /** What each order, by its number, has to come to. */
  Map<Long, SoldOrder.Expected> orders() {
    return orders;
  }

  /** The last order that nobody pays, or null. */
  SoldOrder unpaid() {
    return unpaid;
  }
}
