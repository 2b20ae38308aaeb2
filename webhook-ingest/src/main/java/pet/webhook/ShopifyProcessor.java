package pet.webhook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.platform.crypto.Encryption;
import pet.webhook.shopify.ShopifyNews;
import pet.webhook.shopify.ShopifyOrder;

/** Reports Shopify's deliveries to the order module. */
final class ShopifyProcessor implements Processor {

  static final String ORDERS_AWAY = NeighbourCall.ORDERS_AWAY;

  private static final Logger LOG = LoggerFactory.getLogger(ShopifyProcessor.class);

  private final Encryption encryption;
  private final NeighbourCall call;
  private final Orders orders;

  ShopifyProcessor(Encryption encryption, Orders orders) {
    this.encryption = encryption;
    this.call = new NeighbourCall(encryption);
    this.orders = orders;
  }

  /** The order module takes a delivery into account once. */
  @Override
  public ProcessingResult process(ClaimedDelivery delivery) {
    String id = delivery.id().toString();
    String topic = delivery.topic();
    if (ShopifyNews.isNews(topic)) {
      return call.make(delivery, body -> NeighbourCall.resultOf(news(id, topic, body)));
    }
    Optional<Fact> fact = ShopifyOrder.factOf(topic);
    return fact.isEmpty()
        ? ProcessingResult.processed("no action for this topic")
        : call.make(delivery, body -> report(id, fact.get(), body));
  }

  private ProcessingResult report(String id, Fact fact, byte[] body) {
    OrderReport told = ShopifyOrder.read(id, fact, body);
    return resultOf(told, orders.report(told));
  }

  private static ProcessingResult resultOf(OrderReport told, ReportResult result) {
    return told.fact() == Fact.CREATED && result.outcome() != Outcome.UNKNOWN_ORDER
        ? ProcessingResult.created(result.reason(), namesOf(told))
        : NeighbourCall.resultOf(result);
  }

  @Override
  public Set<String> groupedTopics(String source) {
    return ShopifyOrder.topics();
  }

  /** One call, and one transaction of the order module, for all of them. */
  @Override
  public Optional<List<ProcessingResult>> processGroup(List<ClaimedDelivery> group) {
    try {
      List<OrderReport> told = group.stream().map(this::read).toList();
      List<ReportResult> results = orders.reports(told);
      return Optional.of(
          IntStream.range(0, told.size())
              .mapToObj(i -> resultOf(told.get(i), results.get(i)))
              .toList());
    } catch (RuntimeException e) {
      // Its message may quote a payload. Reported one by one, the deliveries show the cause.
      LOG.debug("{} deliveries could not be told together: {}", group.size(), e.getClass());
      return Optional.empty();
    }
  }

  private OrderReport read(ClaimedDelivery delivery) {
    return ShopifyOrder.read(
        delivery.id().toString(),
        ShopifyOrder.factOf(delivery.topic()).orElseThrow(),
        BodyAtRest.open(encryption, delivery.body()));
  }

  /**
   * The names that {@link Orders#named} accepts: the number, and the name with or without its sign.
   */
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
    // An edit whose body is the whole order is a version of it like any other.
    return ShopifyNews.isWholeOrder(topic, body)
        ? orders.report(ShopifyOrder.read(id, Fact.UPDATED, body))
        : orders.news(ShopifyNews.read(id, topic, body));
  }

  /** Whether the order module was reached, and answered. */
  static boolean showsOrdersAnswer(ProcessingResult result, String topic) {
    return (ShopifyNews.isNews(topic)
            || ShopifyOrder.factOf(topic).isPresent()
            || StripeProcessor.isPayment(topic))
        && (result.state() == DeliveryState.PROCESSED || result.state() == DeliveryState.WAITING);
  }
}
