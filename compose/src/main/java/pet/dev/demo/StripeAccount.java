package pet.dev.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The account that orders are paid to which the shop has as pending: its payments name them in
 * their metadata, in one of the ways that are understood. A payment may be told by two events, and
 * may be refunded.
 */
final class StripeAccount {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TWO_EVENTS = 0.2;
  private static final double REFUNDED = 0.3;
  private static final int CENTS = 6970;

  private final RetryingSender sender;
  private final Random random;
  private final Map<Long, Set<String>> payments = new ConcurrentHashMap<>();
  private final Set<String> refunds = ConcurrentHashMap.newKeySet();

  StripeAccount(RetryingSender sender, Random random) {
    this.sender = sender;
    this.random = random;
  }

  /** Is paid for an order, and tells so soon: most often before the shop tells of the order. */
  void paid(SoldOrder order) {
    ObjectNode metadata = metadata(order);
    List<Delivery> told = new ArrayList<>(List.of(payment(metadata)));
    if (random.nextDouble() < TWO_EVENTS) {
      told.add(payment(metadata));
    }
    Set<String> ids = new HashSet<>();
    for (Delivery payment : told) {
      ids.add(payment.id());
      sender.plan(payment, 0, 1000);
    }
    payments.put(order.number(), ids);
    if (random.nextDouble() < REFUNDED) {
      Delivery refund = Delivery.ofStripe(event("charge.refunded", "ch", metadata));
      refunds.add(refund.id());
      sender.plan(refund, 0, 3000);
    }
  }

  private ObjectNode metadata(SoldOrder order) {
    ObjectNode metadata = JSON.createObjectNode();
    return switch (random.nextInt(3)) {
      case 0 -> metadata.put("shopify_order_id", Long.toString(order.id()));
      case 1 -> metadata.put("order_id", "gid://shopify/Order/" + order.id());
      default -> metadata.put("order_number", "#" + order.number());
    };
  }

  private static Delivery payment(ObjectNode metadata) {
    return Delivery.ofStripe(event("payment_intent.succeeded", "pi", metadata));
  }

  /** An event of now about an object of that kind, with an id of its own. */
  static ObjectNode event(String type, String kind, ObjectNode metadata) {
    String id = UUID.randomUUID().toString().replace("-", "");
    ObjectNode event = JSON.createObjectNode();
    event.put("id", "evt_" + id).put("object", "event").put("api_version", "2026-10-01");
    event.put("created", Instant.now().getEpochSecond()).put("livemode", false).put("type", type);
    ObjectNode object = event.putObject("data").putObject("object");
    object.put("id", kind + "_" + id).put("amount", CENTS).put("currency", "usd");
    object.set("metadata", metadata);
    return event;
  }

  RetryingSender sender() {
    return sender;
  }

  /** Of each order that was paid, by its number, the ids of the events that say so. */
  Map<Long, Set<String>> payments() {
    return payments;
  }

  /**
   * The ids of the events that tell of a refund: the shop's word counts, so these have no effect.
   */
  Set<String> refunds() {
    return refunds;
  }
}
