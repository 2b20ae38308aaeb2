package pet.webhook;

import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old data from the delivery log: bodies first, then deliveries, then keys. One process
 * does it at a time, in small transactions.
 */
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int BATCH = 500;

  private final Jdbi jdbi;
  private final Retention retention;
  private final WebhookMetrics metrics;

  Sweeper(Jdbi jdbi, Retention retention, WebhookMetrics metrics) {
    this.jdbi = jdbi;
    this.retention = retention;
    this.metrics = metrics;
  }

  /** One of the ways to remove. */
  private interface Removal {
    int remove(RetentionDao dao, java.time.Duration age, int limit);
  }

  void sweep() {
    sweep("bodies", retention.bodies(), RetentionDao::removeBodies);
    sweep("people", retention.bodies(), (dao, age, limit) -> dao.removePeople(limit));
    sweep("deliveries", retention.deliveries(), RetentionDao::removeDeliveries);
    sweep("keys", retention.keys(), RetentionDao::removeKeys);
  }

  private void sweep(String what, Duration age, Removal removal) {
    long total = 0;
    int removed;
    do {
      removed =
          jdbi.inTransaction(
              handle -> {
                RetentionDao dao = handle.attach(RetentionDao.class);
                return dao.elected() ? removal.remove(dao, age.toJavaDuration(), BATCH) : 0;
              });
      total += removed;
      metrics.removed(what, removed);
    } while (removed == BATCH);
    if (total > 0) {
      LOG.info("{} {} older than {} are removed", total, what, age);
    }
  }
}
