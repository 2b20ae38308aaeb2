package pet.webhook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.platform.crypto.Encryption;
import pet.webhook.shopify.ShopifyNews;
import pet.webhook.shopify.ShopifyOrder;

/** Tells the order module what a delivery of Shopify says. */
final class ShopifyProcessor implements Processor {

  static final String ORDERS_AWAY = NeighbourCall.ORDERS_AWAY;

  private final NeighbourCall call;
  private final Orders orders;

  ShopifyProcessor(Encryption encryption, Orders orders) {
    this.call = new NeighbourCall(encryption);
    this.orders = orders;
  }

  /** The order module takes a delivery into account once. */
  @Override
  public Verdict process(ClaimedDelivery delivery) {
    String id = delivery.id().toString();
    String topic = delivery.topic();
    if (ShopifyNews.isNews(topic)) {
      return call.make(delivery, body -> NeighbourCall.verdict(news(id, topic, body)));
    }
    Optional<Fact> fact = ShopifyOrder.factOf(topic);
    return fact.isEmpty()
        ? Verdict.processed("no action for this topic")
        : call.make(delivery, body -> report(id, fact.get(), body));
  }

  private Verdict report(String id, Fact fact, byte[] body) {
    OrderReport told = ShopifyOrder.read(id, fact, body);
    ReportResult result = orders.report(told);
    return fact == Fact.CREATED && result.outcome() != Outcome.UNKNOWN_ORDER
        ? Verdict.created(result.reason(), namesOf(told))
        : NeighbourCall.verdict(result);
  }

  /** As {@link Orders#named} knows it: by its number, and by its name with or without the sign. */
  private static List<String> namesOf(OrderReport told) {
    String name = told.orderName();
    return Stream.of(
            told.orderNumber(),
            name,
            name != null && name.startsWith("#") ? name.substring(1) : null)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private ReportResult news(String id, String topic, byte[] body) {
    // An edit that comes as the edited order is a version of it like any other.
    return ShopifyNews.isWholeOrder(topic, body)
        ? orders.report(ShopifyOrder.read(id, Fact.UPDATED, body))
        : orders.news(ShopifyNews.read(id, topic, body));
  }

  /** Whether the order module was reached, and answered. */
  static boolean showsOrdersAnswer(Verdict verdict, String topic) {
    return (ShopifyNews.isNews(topic)
            || ShopifyOrder.factOf(topic).isPresent()
            || StripeProcessor.isPayment(topic))
        && (verdict.state() == DeliveryState.PROCESSED || verdict.state() == DeliveryState.WAITING);
  }
}
