package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Snapshot;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long an event takes from its publication to Kafka's acknowledgement, commit included. */
class RelaySpeedIT {

  private static final Logger LOG = LoggerFactory.getLogger(RelaySpeedIT.class);

  /** Events of the first seconds, which load classes and fetch metadata. */
  private static final int WARM_UP = 300;

  private static final int EVENTS = 1_500;

  private final TestModule module = new TestModule();

  @AfterEach
  void close() {
    module.close();
  }

  @Test
  void aWokenRelayIsQuick() throws Exception {
    // One kept connection each, as from a pool.
    try (Connection relaying = module.jdbi.open().getConnection();
        Connection writing = module.jdbi.open().getConnection()) {
      Relay warmUp = module.startRelay(Jdbi.create(relaying));
      write(Jdbi.create(writing), WARM_UP);
      await().atMost(Duration.ofSeconds(20)).until(() -> module.inKafka().size() == WARM_UP);
      warmUp.close();
      module.metrics.remove("outbox." + module.name + ".lag");
      module.relays.clear();

      module.startRelay(Jdbi.create(relaying));
      write(Jdbi.create(writing), EVENTS);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> module.inKafka().size() == WARM_UP + EVENTS);
      module.close();
    }

    Snapshot lag = module.metrics.timer("outbox." + module.name + ".lag").getSnapshot();
    LOG.info(
        "publish to acknowledgement: p50 {} ms, p95 {} ms, p99 {} ms, max {} ms",
        millis(lag.getMedian()),
        millis(lag.get95thPercentile()),
        millis(lag.get99thPercentile()),
        millis((double) lag.getMax()));
    // On an idle machine about a tenth of it; tests share theirs.
    assertThat(lag.get99thPercentile()).isLessThan(200e6);
    assertThat(lag.getMedian()).as("nobody waits for the producer to linger").isLessThan(40e6);
  }

  /** About 200 a second. */
  private void write(Jdbi jdbi, int events) {
    for (int i = 0; i < events; i++) {
      int number = i;
      jdbi.useTransaction(
          handle -> module.bus.publish(handle, TestModule.created("d-" + number % 40, number)));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
    }
  }

  private static double millis(double nanos) {
    return Math.round(nanos / 10_000) / 100.0;
  }
}
