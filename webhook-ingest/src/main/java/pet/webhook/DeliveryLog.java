package pet.webhook;

import org.jdbi.v3.core.Jdbi;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.EventBus;

/** Takes verified deliveries in: durable and known before it returns. */
final class DeliveryLog {

  /** Whether it is the first of its kind. */
  enum Receipt {
    ACCEPTED,
    DUPLICATE
  }

  private final Jdbi jdbi;
  private final EventBus events;
  private final WebhookMetrics metrics;
  private final Runnable wake;

  /**
   * @param wake tells the worker that there is something to do
   */
  DeliveryLog(Jdbi jdbi, EventBus events, WebhookMetrics metrics, Runnable wake) {
    this.jdbi = jdbi;
    this.events = events;
    this.metrics = metrics;
    this.wake = wake;
  }

  /** Stores a delivery, its key and its event in one transaction; a duplicate changes nothing. */
  Receipt take(NewDelivery delivery) {
    Receipt receipt =
        jdbi.inTransaction(
            handle -> {
              DeliveryDao dao = handle.attach(DeliveryDao.class);
              if (dao.claimKey(delivery) == 0) {
                return Receipt.DUPLICATE;
              }
              dao.insert(delivery);
              events.publish(
                  handle,
                  new WebhookReceived(
                      delivery.id().toString(), delivery.source(), delivery.told().topic()));
              return Receipt.ACCEPTED;
            });
    if (receipt == Receipt.ACCEPTED) {
      metrics.accepted.mark();
      wake.run();
    } else {
      metrics.duplicates.mark();
    }
    return receipt;
  }
}
