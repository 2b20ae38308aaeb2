package pet.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import pet.platform.crypto.Encryption;
import pet.webhook.admin.AdminOrder;
import pet.webhook.shopify.ShopifyBody;

/**
 * Stores orders that reconciliation found to be missing as deliveries, processed like any other.
 */
final class ReconciledOrders {

  static final String SOURCE = "shopify-reconciliation";

  private static final byte[] NO_HEADERS = "{}".getBytes(StandardCharsets.UTF_8);

  private final DeliveryLog log;
  private final Encryption encryption;
  private final ReconciliationSettings settings;
  private final WebhookMetrics metrics;
  private final Runnable wake;

  ReconciledOrders(
      DeliveryLog log,
      Encryption encryption,
      ReconciliationSettings settings,
      WebhookMetrics metrics,
      Runnable wake) {
    this.log = log;
    this.encryption = encryption;
    this.settings = settings;
    this.metrics = metrics;
    this.wake = wake;
  }

  /**
   * Stores the deliveries of an order, once per version: its creation if it is unknown, its update,
   * and its cancellation, because only a topic can say these.
   *
   * @return how many of them are new
   */
  int deliver(AdminOrder order, boolean unknown) {
    List<NewDelivery> deliveries = new ArrayList<>();
    if (unknown) {
      deliveries.add(delivery(order, "orders/create"));
    }
    deliveries.add(delivery(order, "orders/updated"));
    if (order.cancelled()) {
      deliveries.add(delivery(order, "orders/cancelled"));
    }
    int stored = 0;
    List<DeliveryLog.Receipt> receipts = log.take(deliveries);
    for (int i = 0; i < receipts.size(); i++) {
      if (receipts.get(i) == DeliveryLog.Receipt.ACCEPTED) {
        metrics.accepted(deliveries.get(i).metadata().topic());
        stored++;
      }
    }
    if (stored > 0) {
      wake.run();
    }
    return stored;
  }

  private NewDelivery delivery(AdminOrder order, String topic) {
    DeliveryMetadata metadata =
        new DeliveryMetadata(
            settings.shop(),
            topic,
            "order:" + order.id() + ":" + order.updatedAt(),
            null,
            null,
            settings.apiVersion(),
            null,
            ShopifyBody.laneOf(order.id()),
            order.updatedAt());
    return new NewDelivery(
        UUID.randomUUID(),
        SOURCE,
        metadata,
        null,
        encryption.encrypt(Intake.HEADERS_PURPOSE, NO_HEADERS),
        BodyAtRest.seal(encryption, order.body()),
        NamedPeople.in(metadata.lane(), order.body()));
  }
}
