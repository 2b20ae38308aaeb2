package pet.webhook;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jdbi.v3.core.JdbiException;
import pet.webhook.signature.Verification;

/** What the module counts. */
final class WebhookMetrics {

  private final MetricRegistry registry;
  final Meter accepted;
  final Meter duplicates;
  final Meter processed;
  final Meter retried;
  final Meter waiting;
  final Meter dead;

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
    lag = registry.timer("webhook.lag");
  }

  /** Who was turned away, and why. */
  void rejected(String source, Verification.Outcome why) {
    registry.meter("webhook.rejected." + source + "." + why.name().toLowerCase(Locale.ROOT)).mark();
  }

  /** Tells whether an old secret still signs, that is, when a rotation is over. */
  void secretMatched(String source, int index) {
    registry.meter("webhook.secret." + source + "." + index).mark();
  }

  /** Age of the oldest unprocessed delivery; -1 while the database does not tell. */
  void oldestUnprocessed(DoubleSupplier seconds) {
    registry.register(
        "webhook.oldest.unprocessed.seconds",
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
