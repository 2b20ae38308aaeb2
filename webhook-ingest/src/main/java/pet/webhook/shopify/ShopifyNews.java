package pet.webhook.shopify;

import java.time.Instant;
import java.util.Map;
import pet.domain.InvalidInput;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.Refund;
import pet.webhook.payload.Payload;

/** Reads the bodies that tell of an order without being one. */
public final class ShopifyNews {

  private static final String EDITED = "orders/edited";
  private static final String EDIT = "order_edit";

  private static final Map<String, Kind> KINDS =
      Map.of(
          "fulfillments/create",
          Kind.FULFILLMENT,
          "fulfillments/update",
          Kind.FULFILLMENT,
          "refunds/create",
          Kind.REFUND,
          EDITED,
          Kind.EDIT,
          "orders/delete",
          Kind.DELETED);

  private ShopifyNews() {}

  /** Whether a topic has such bodies. */
  public static boolean isNews(String topic) {
    return KINDS.containsKey(topic);
  }

  /** Whether it is told by the whole order after all, as an edit may be. */
  public static boolean isWholeOrder(String topic, byte[] body) {
    if (!topic.equals(EDITED)) {
      return false;
    }
    Payload root = Payload.parse(body);
    return root.get(EDIT).isAbsent() && root.get("line_items").node().isArray();
  }

  /**
   * Reads a body of such a topic.
   *
   * @throws InvalidInput if something needed is missing or wrong
   */
  public static OrderNews read(String deliveryId, String topic, byte[] body) {
    Payload root = Payload.parse(body);
    Kind kind = KINDS.get(topic);
    return switch (kind) {
      case FULFILLMENT -> {
        Instant version = root.get("updated_at").neededTime();
        Fulfillment told = ShopifyParts.fulfillment(root, version);
        yield news(deliveryId, topic, root.get("order_id"), told, null, null, version);
      }
      case REFUND -> {
        Refund told = ShopifyRefund.read(root, root.get("order"));
        yield news(deliveryId, topic, root.get("order_id"), null, told, null, told.at());
      }
      case EDIT -> {
        Edit told = ShopifyParts.edit(root.get(EDIT));
        Payload order = root.get(EDIT).get("order_id");
        yield news(deliveryId, topic, order, null, null, told, told.at());
      }
      case DELETED, PAYMENT -> news(deliveryId, topic, root.get("id"), null, null, null, null);
    };
  }

  private static OrderNews news(
      String deliveryId,
      String topic,
      Payload order,
      Fulfillment fulfillment,
      Refund refund,
      Edit edit,
      Instant at) {
    return new OrderNews(
        deliveryId, KINDS.get(topic), order.id(), fulfillment, refund, edit, topic, at);
  }
}
