package pet.webhook;

import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.Orders;
import pet.platform.crypto.Encryption;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.stripe.StripeOrderEvent;

/**
 * Reports payments to the order module. Refunded charges are stored with their order and not
 * reported: the shop reports refunds itself, with their lines, and money must be counted once.
 */
final class StripeProcessor implements Processor {

  private static final String PAID = "payment_intent.succeeded";
  private static final String REFUNDED = "charge.refunded";

  private final NeighbourCall call;
  private final Orders orders;

  StripeProcessor(Encryption encryption, Orders orders) {
    this.call = new NeighbourCall(encryption);
    this.orders = orders;
  }

  static boolean isPayment(String topic) {
    return PAID.equals(topic);
  }

  @Override
  public ProcessingResult process(ClaimedDelivery delivery) {
    return call.make(delivery, body -> process(delivery, StripeOrderEvent.read(body)));
  }

  private ProcessingResult process(ClaimedDelivery delivery, StripeOrderEvent event) {
    Long order = event.shopifyOrderId();
    if (order == null && event.order() != null) {
      OrderNamed named = orders.named(event.order());
      order = named.shopifyOrderId();
      if (order == null && isPayment(delivery.topic()) && event.order().number() != null) {
        return ProcessingResult.waitingFor(event.order().number(), "its order does not exist yet");
      }
      if (order != null && delivery.lane() == null) {
        // In sequence with the order's other deliveries, and found with them.
        return ProcessingResult.belongsTo(ShopifyBody.laneOf(order));
      }
    }
    return switch (delivery.topic()) {
      case PAID -> order == null ? notOurs() : paid(delivery, order, event);
      case REFUNDED ->
          order == null
              ? notOurs()
              : ProcessingResult.processed(
                  "kept with its order: the shop tells of its refunds itself");
      default -> ProcessingResult.processed("no action for this topic");
    };
  }

  private static ProcessingResult notOurs() {
    return ProcessingResult.processed("it names no order of ours");
  }

  private ProcessingResult paid(ClaimedDelivery delivery, long order, StripeOrderEvent event) {
    return NeighbourCall.resultOf(
        orders.news(
            new OrderNews(
                delivery.id().toString(),
                Kind.PAYMENT,
                order,
                null,
                null,
                null,
                PAID,
                event.at())));
  }
}
