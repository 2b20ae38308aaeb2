package pet.analytics.rollup;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;

/**
 * Counters of one rollup, of this process since it started. An aborted transaction is counted again
 * when it is repeated.
 */
final class RollupMetrics {

  private final Counter counted;
  private final Counter duplicates;
  private final Counter unreadable;
  private final Counter late;

  RollupMetrics(MetricRegistry registry, String rollup) {
    counted = registry.counter(MetricRegistry.name("analytics", rollup, "counted"));
    duplicates = registry.counter(MetricRegistry.name("analytics", rollup, "duplicates"));
    unreadable = registry.counter(MetricRegistry.name("analytics", rollup, "unreadable"));
    late = registry.counter(MetricRegistry.name("analytics", rollup, "late"));
  }

  void counted() {
    counted.inc();
  }

  void duplicate() {
    duplicates.inc();
  }

  /** Something was counted as late, for a window of its had closed. */
  void late() {
    late.inc();
  }

  void unreadable() {
    unreadable.inc();
  }
}
