package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.Test;

/** A merging task beside the counting one publishes at once, and never goes back. */
class LocalHandoverTest {

  private static final String MINUTE = "minute|2026-11-22T19:05:00Z";
  private static final String TIME = "2026-11-22T19:05:10Z";
  private static final Duration LOOK = Duration.ofMillis(10);

  private final RollupTopology<DesignCounts> designs =
      new DesignsTopology(RollupTimes.DEFAULT, new MetricRegistry());

  @Test
  void whatIsToldIsPublishedInTheSameCommit() {
    try (TopologyDriver driver = new TopologyDriver(designs)) {
      driver.send(Events.record("1", TIME, Events.created("d-1", "alice")));
      driver.driver().advanceWallClockTime(LOOK);
      assertThat(driver.published()).extracting(record -> record.key()).contains(MINUTE);
    }
  }

  @Test
  void itIsPublishedOnceThoughItComesByKafkaToo() {
    try (TopologyDriver driver = new TopologyDriver(designs)) {
      driver.send(Events.record("1", TIME, Events.created("d-1", "alice")));
      driver.driver().advanceWallClockTime(LOOK);
      assertThat(driver.published()).isNotEmpty();
      assertThat(driver.settle()).isEmpty();
    }
  }

  @Test
  void whatWasToldBeforeDoesNotReplaceWhatWasHandedOver() {
    try (TopologyDriver driver = new TopologyDriver(designs)) {
      driver.send(Events.record("1", TIME, Events.created("d-1", "alice")));
      driver.send(Events.record("2", TIME, Events.created("d-2", "bob")));
      assertThat(driver.rollup(MINUTE).get("created").asLong()).isEqualTo(2);
      DesignCounts before = designs.empty();
      before.created("alice");
      told(driver).pipeInput(MINUTE, Partial.write(0, before));
      assertThat(driver.settle()).isEmpty();

      DesignCounts elsewhere = designs.empty();
      elsewhere.created("carol");
      told(driver).pipeInput(MINUTE, Partial.write(1, elsewhere));
      assertThat(driver.rollup(MINUTE).get("created").asLong()).isEqualTo(3);
    }
  }

  private static TestInputTopic<String, byte[]> told(TopologyDriver driver) {
    return driver
        .driver()
        .createInputTopic(
            "test-designs-partials-repartition", new StringSerializer(), new ByteArraySerializer());
  }
}
