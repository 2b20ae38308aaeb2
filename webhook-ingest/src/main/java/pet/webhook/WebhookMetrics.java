package pet.webhook;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import pet.webhook.signature.Verification;

/** The metrics of the webhook module. */
final class WebhookMetrics {

  /** Why a delivery is rejected, other than its signature. */
  enum Reject {
    /** It is of a shop that is not ours. */
    OTHER_SHOP,
    /** There is no capacity now; the sender is told to retry. */
    OVERLOAD,
    /** It broke off, or took too long. */
    INCOMPLETE,
    /** It has more bytes than any source sends, and did not say so before. */
    TOO_LARGE
  }

  /** Topics with a meter of their own. All others share one, because a sender can invent topics. */
  private static final Set<String> TOPICS =
      Set.of(
          "orders/create",
          "orders/updated",
          "orders/paid",
          "orders/edited",
          "orders/fulfilled",
          "orders/partially_fulfilled",
          "orders/cancelled",
          "orders/delete",
          "fulfillments/create",
          "fulfillments/update",
          "refunds/create",
          "customers/data_request",
          "customers/redact",
          "shop/redact",
          "app/uninstalled",
          "payment_intent.succeeded",
          "charge.refunded",
          "user.created",
          "user.updated",
          "user.deleted");

  private final MetricRegistry registry;
  final Meter accepted;
  final Meter duplicates;
  final Meter processed;
  final Meter retried;
  final Meter waiting;
  private final Meter dead;

  /** From the first byte of a good delivery's body to the end of its transaction. */
  final Timer ack;

  /** From a delivery's arrival to the end of its processing. */
  final Timer lag;

  WebhookMetrics(MetricRegistry registry) {
    this.registry = registry;
    accepted = registry.meter("webhook.accepted");
    duplicates = registry.meter("webhook.duplicates");
    processed = registry.meter("webhook.processed");
    retried = registry.meter("webhook.retried");
    waiting = registry.meter("webhook.waiting");
    dead = registry.meter("webhook.dead");
    ack = registry.timer("webhook.ack");
    lag = registry.timer("webhook.lag");
  }

  /** Counts a rejection because of the signature. */
  void rejected(String source, Verification.Outcome why) {
    rejected(source, why.name());
  }

  /** Counts a rejection for another reason. */
  void rejected(String source, Reject why) {
    rejected(source, why.name());
  }

  private void rejected(String source, String why) {
    registry.meter("webhook.rejected." + source + "." + why.toLowerCase(Locale.ROOT)).mark();
  }

  /** Counts a stored delivery. */
  void accepted(String topic) {
    accepted.mark();
    registry.meter("webhook.accepted.topic." + label(topic)).mark();
  }

  /** Counts a dead delivery. */
  void dead(String topic) {
    dead.mark();
    registry.meter("webhook.dead.topic." + label(topic)).mark();
  }

  private static String label(String topic) {
    return TOPICS.contains(topic) ? topic.replace('/', '.') : "other";
  }

  /** Counts a secret's use: shows when a rotation is over. */
  void secretMatched(String source, int position) {
    registry.meter("webhook.secret." + source + "." + position).mark();
  }

  /** For how many seconds a secret has signed nothing, on any process; -1 if it never has. */
  void secretUnused(String source, int position, String fingerprint, DoubleSupplier seconds) {
    gauge(
        "webhook.secret." + source + "." + position + "." + fingerprint + ".unused.seconds",
        seconds::getAsDouble);
  }

  /** Counts what retention removed. */
  void removed(String what, int count) {
    registry.meter("webhook.retention." + what).mark(count);
  }

  /** Counts what reconciliation did: checked, missing, sent, errors. */
  void reconciliation(String what, int count) {
    registry.meter("webhook.reconciliation." + what).mark(count);
  }

  /** Seconds since the last reconciliation without an error, on any process. */
  void reconciled(DoubleSupplier seconds) {
    unlessAway("webhook.reconciliation.success.age.seconds", seconds);
  }

  /** Bytes of bodies in memory. */
  void heldBytes(LongSupplier bytes) {
    gauge("webhook.held.bytes", bytes::getAsLong);
  }

  /** Verified deliveries that wait for the database. */
  void unstored(LongSupplier deliveries) {
    gauge("webhook.unstored", deliveries::getAsLong);
  }

  private <T extends Number> void gauge(String name, Gauge<T> value) {
    registry.gauge(name, () -> value);
  }

  /** Age of the oldest unprocessed delivery; -1 while the database does not tell. */
  void oldestUnprocessed(DoubleSupplier seconds) {
    unlessAway("webhook.oldest.unprocessed.seconds", seconds);
  }

  private void unlessAway(String name, DoubleSupplier seconds) {
    registry.register(
        name,
        new CachedGauge<Double>(5, TimeUnit.SECONDS) {
          @Override
          protected Double loadValue() {
            try {
              return seconds.getAsDouble();
            } catch (JdbiException e) {
              return -1.0;
            }
          }
        });
  }
}
