package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** How far behind a topology is, from what Kafka's consumers tell. */
class StreamsMetersTest {

  private record Told(MetricName metricName, Object metricValue) implements Metric {}

  private static Metric lag(String client, String topic, int partition, double lag) {
    return new Told(
        new MetricName(
            "records-lag",
            "consumer-fetch-manager-metrics",
            "",
            Map.of("client-id", client, "topic", topic, "partition", "" + partition)),
        lag);
  }

  @Test
  void eachPartitionCountsOnceHoweverItIsCalled() {
    List<Metric> told =
        List.of(
            lag("one-consumer", "pet.user.events", 0, 100),
            lag("one-consumer", "pet_user_events", 0, 100),
            lag("one-consumer", "pet.user.events", 1, 20),
            lag("one-consumer", "pet_user_events", 1, 20),
            lag("one-consumer", "plain", 0, 3),
            lag("two-consumer", "plain", 0, Double.NaN),
            // Read back into a store: told apart.
            lag("one-restore-consumer", "plain-changelog", 0, 5_000),
            new Told(new MetricName("records-lag-max", "", "", Map.of()), 9.0));

    assertThat(StreamsMeters.behind(told)).isEqualTo(123);
  }
}
