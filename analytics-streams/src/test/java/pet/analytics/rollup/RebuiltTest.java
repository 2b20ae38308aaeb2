package pet.analytics.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;

import com.codahale.metrics.MetricRegistry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import pet.messaging.Topics;

/** What a rebuild, and a generation that one has begun, do in another way than the first one. */
class RebuiltTest {

  private static final String OLD_DAY = "day|2026-11-10T00:00:00Z";

  private final TopologyDriver first = driver(Edition.FIRST);
  private final TopologyDriver rebuilt = driver(Edition.live(true));

  private static TopologyDriver driver(Edition edition) {
    return new TopologyDriver(
        new DesignsTopology(RollupTimes.DEFAULT, new MetricRegistry()),
        TopologyDriver.NOW,
        edition);
  }

  private static ProducerRecord<String, byte[]> old() {
    return Events.record("old", "2026-11-10T10:00:00Z", created("d1", "ann"));
  }

  private static ProducerRecord<String, byte[]> replay() {
    ProducerRecord<String, byte[]> again = old();
    again.headers().add("pet_replayed_for", "designs".getBytes(UTF_8));
    return again;
  }

  /** Its data is broken; what is wrong with it is mended in the code since. */
  private static ProducerRecord<String, byte[]> broken() {
    ProducerRecord<String, byte[]> old = old();
    return new ProducerRecord<>(
        old.topic(), null, old.timestamp(), old.key(), new byte[] {'{'}, old.headers());
  }

  /** So much later that ids of then are forgotten. */
  private static ProducerRecord<String, byte[]> later() {
    return Events.record("2026-11-22T10:00:00Z", created("d2", "ann"));
  }

  @Test
  void whatItHasCountedInItsPlaceIsNotCountedByItsReplay() {
    rebuilt.send(old()).send(later()).send(replay());
    assertThat(rebuilt.rollup(OLD_DAY).get("created").asInt()).isEqualTo(1);
  }

  @Test
  void whatItHasPutAsideIsCountedByItsReplayOnce() {
    rebuilt.send(broken()).send(later()).send(replay()).send(replay());
    assertThat(rebuilt.rollup(OLD_DAY).get("created").asInt()).isEqualTo(1);
    assertThat(rebuilt.dead(Topics.DESIGN_EVENTS)).hasSize(1);
  }

  @Test
  void theFirstCountsReplaysOfWhatItNeverCounted() {
    first.send(later()).send(replay());
    assertThat(first.rollup(OLD_DAY).get("created").asInt()).isEqualTo(1);
  }

  @Test
  void aRebuildPublishesElsewhere() {
    Edition edition = Edition.rebuild(0, topic -> topic + ".shadow");
    try (TopologyDriver shadowed = driver(edition)) {
      shadowed.send(old()).send(broken()).watermark("2026-11-22T00:00:00Z");
      assertThat(shadowed.windows()).contains(OLD_DAY);
      assertThat(shadowed.written())
          .isNotEmpty()
          .allMatch(topic -> topic.endsWith(".shadow") || topic.startsWith("test-"));
    }
  }

  @Test
  void aRebuildPassesOverWhatNobodyIsShownAnyMore() {
    first.send(old());
    assertThat(first.windows()).hasSize(3);
    long newest = TopologyDriver.NOW.toEpochMilli();
    try (TopologyDriver passing = driver(Edition.rebuild(newest, topic -> topic))) {
      passing.send(old());
      assertThat(passing.windows()).containsExactly(OLD_DAY, "hour|2026-11-10T10:00:00Z");
    }
  }
}
