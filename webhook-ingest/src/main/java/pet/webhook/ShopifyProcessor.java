package pet.webhook;

import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.Orders;
import pet.domain.order.Orders.ReportResult;
import pet.platform.crypto.Encryption;
import pet.webhook.shopify.ShopifyOrder;

/** Tells the order module what a delivery says. Never throws; never tells anybody's data. */
final class ShopifyProcessor {

  /** The reason of a delivery that could not be reported, and goes on when the module is back. */
  static final String ORDERS_AWAY = "the order module does not answer";

  private static final Logger LOG = LoggerFactory.getLogger(ShopifyProcessor.class);

  private final Encryption encryption;
  private final Orders orders;

  ShopifyProcessor(Encryption encryption, Orders orders) {
    this.encryption = encryption;
    this.orders = orders;
  }

  /** May be repeated: the order module takes a delivery into account once. */
  Verdict process(ClaimedDelivery delivery) {
    Optional<Fact> fact = ShopifyOrder.factOf(delivery.topic());
    if (fact.isEmpty()) {
      return Verdict.processed("no action for this topic");
    }
    try {
      byte[] body = encryption.decrypt(Intake.BODY_PURPOSE, delivery.body());
      OrderReport report = ShopifyOrder.read(delivery.id().toString(), fact.get(), body);
      return verdict(fact.get(), orders.report(report));
    } catch (DomainException e) {
      return refused(e);
    } catch (RuntimeException e) {
      // Its message may quote the payload, so only its kind is told.
      LOG.error(
          "delivery {} failed with {} at {}",
          delivery.id(),
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
      return Verdict.retry("failed with " + e.getClass().getSimpleName());
    }
  }

  private static Verdict verdict(Fact fact, ReportResult result) {
    return switch (result.outcome()) {
      case APPLIED, NO_EFFECT ->
          fact == Fact.CREATED
              ? Verdict.created(result.reason())
              : Verdict.processed(result.reason());
      case UNKNOWN_ORDER -> Verdict.waiting("its order does not exist yet");
    };
  }

  private static Verdict refused(DomainException e) {
    return switch (e.code()) {
      case INVALID_INPUT ->
          Verdict.dead(
              "invalid: "
                  + e.errors().stream().map(FieldError::field).collect(Collectors.joining(", ")));
      case MALFORMED_BODY -> Verdict.dead("the body cannot be read");
      case UNAVAILABLE -> Verdict.retry(ORDERS_AWAY);
      default -> Verdict.retry("the order module answered " + e.code().code());
    };
  }

  /** Whether the order module was reached, and answered. */
  static boolean showsOrdersAnswer(Verdict verdict, String topic) {
    return ShopifyOrder.factOf(topic).isPresent()
        && (verdict.state() == DeliveryState.PROCESSED || verdict.state() == DeliveryState.WAITING);
  }
}
