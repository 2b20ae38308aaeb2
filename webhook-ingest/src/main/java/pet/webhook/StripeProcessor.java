package pet.webhook;

import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.Orders;
import pet.platform.crypto.Encryption;
import pet.webhook.stripe.StripePayment;

/**
 * Tells the order module that an order was paid. A charge that was refunded is not told: the shop
 * tells of its refunds itself, with the lines they were for, and money is counted once.
 */
final class StripeProcessor implements Processor {

  private static final String PAID = "payment_intent.succeeded";

  private final Telling telling;
  private final Orders orders;

  StripeProcessor(Encryption encryption, Orders orders) {
    this.telling = new Telling(encryption);
    this.orders = orders;
  }

  static boolean isTold(String topic) {
    return PAID.equals(topic);
  }

  @Override
  public Verdict process(ClaimedDelivery delivery) {
    return isTold(delivery.topic())
        ? telling.tell(delivery, body -> paid(delivery.id().toString(), body))
        : Verdict.processed("no action for this topic");
  }

  private Verdict paid(String id, byte[] body) {
    StripePayment payment = StripePayment.read(body);
    return payment.shopifyOrderId() == null
        ? Verdict.processed("it names no order of ours")
        : Telling.verdict(
            orders.news(
                new OrderNews(
                    id,
                    Kind.PAYMENT,
                    payment.shopifyOrderId(),
                    null,
                    null,
                    null,
                    PAID,
                    payment.at())));
  }
}
