package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;
import static pet.analytics.rollup.Events.record;
import static pet.analytics.rollup.Events.shared;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows close by the watermark, and what comes later is counted beside them. */
class FinalTest {

  private static final String MINUTE = "minute|2026-11-22T19:05:00Z";
  private static final String HOUR = "hour|2026-11-22T19:00:00Z";

  private final MetricRegistry metrics = new MetricRegistry();
  private final TopologyDriver driver =
      new TopologyDriver(new DesignsTopology(RollupTimes.DEFAULT, metrics));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aWindowIsFinalWhenTheWatermarkHasPassedItsEndAndItsGrace() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    assertThat(isFinal(MINUTE)).isFalse();
    driver.watermark("2026-11-22T19:06:59.999Z");
    assertThat(isFinal(MINUTE)).isFalse();

    driver.watermark("2026-11-22T19:07:00Z");

    assertThat(isFinal(MINUTE)).isTrue();
    assertThat(driver.rollup(MINUTE).get("created").asInt()).isEqualTo(1);
    assertThat(isFinal(HOUR)).isFalse();
  }

  @Test
  void itIsPublishedAsFinalOnce() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    driver.settle();
    driver.watermark("2026-11-22T19:07:00Z");
    assertThat(driver.settle()).extracting(TestRecord::key).containsExactly(MINUTE);
    driver.watermark("2026-11-22T19:08:00Z");
    assertThat(driver.settle()).isEmpty();
  }

  @Test
  void noOtherEventAndNoClockClosesAWindow() {
    driver.send(record("2026-11-22T18:05:30Z", created("d1", "ann")));
    driver.send(record("2026-11-22T19:25:30Z", created("d2", "ann")));
    driver.settle();
    driver.advance(java.time.Duration.ofHours(2));
    assertThat(isFinal("minute|2026-11-22T18:05:00Z")).isFalse();
  }

  @Test
  void lateWithinGraceCorrects() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    driver.watermark("2026-11-22T19:06:30Z");
    driver.send(record("2026-11-22T19:05:40Z", created("d2", "ann")));
    driver.watermark("2026-11-22T19:07:00Z");

    assertThat(driver.rollup(MINUTE).get("created").asInt()).isEqualTo(2);
    assertThat(isFinal(MINUTE)).isTrue();
    assertThat(metrics.counter("analytics.designs.late").getCount()).isZero();
  }

  @Test
  void laterIsCountedBesideWhatIsFinalAndInWhatIsNot() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    driver.watermark("2026-11-22T19:07:00Z");
    ProducerRecord<String, byte[]> late = record("2026-11-22T19:05:40Z", shared("d1", "bob"));
    driver.send(late).send(late);
    driver.send(record("2026-11-22T19:05:50Z", shared("d2", "bob")));

    assertThat(driver.rollup(MINUTE).get("shared").asInt()).isZero();
    assertThat(driver.rollup(HOUR).get("shared").asInt()).isEqualTo(2);
    assertThat(driver.late("designs|" + MINUTE))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:05:00Z\",\"windowEnd\":\"2026-11-22T19:06:00Z\","
                + "\"final\":false,\"created\":0,\"updated\":0,\"shared\":2,\"deleted\":0,"
                + "\"designers\":1}");
    assertThat(driver.late("designs|" + HOUR)).isNull();
    assertThat(metrics.counter("analytics.designs.late").getCount()).isEqualTo(2);
  }

  @Test
  void aWatermarkThatGoesBackOpensNothing() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    driver.watermark("2026-11-22T19:07:00Z").watermark("2026-11-22T19:05:00Z");
    driver.send(record("2026-11-22T19:05:40Z", created("d2", "ann")));
    assertThat(driver.rollup(MINUTE).get("created").asInt()).isEqualTo(1);
    assertThat(driver.late("designs|" + MINUTE).get("created").asInt()).isEqualTo(1);
  }

  @Test
  void itTellsHowFarItHasComeAlsoWithoutEvents() {
    assertThat(driver.progress()).isNull();
    driver.watermark("2026-11-22T19:07:00Z");
    assertThat(driver.progress())
        .hasToString(
            "{\"rollup\":\"designs\",\"partition\":0,\"partitions\":1,"
                + "\"watermark\":\"2026-11-22T19:07:00Z\",\"finalUntil\":\"2026-11-22T19:06:00Z\"}");
  }

  @Test
  void whatCannotBeAWatermarkIsPutAside() {
    driver.send(
        new TestRecord<>(
            null,
            null,
            new org.apache.kafka.common.header.internals.RecordHeaders()
                .add("pet_watermark", "soon".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            java.time.Instant.parse("2026-11-22T19:07:00Z")));
    assertThat(driver.progress()).isNull();
    assertThat(driver.dead("pet.design.events")).hasSize(1);
  }

  @Test
  void minutesOfWhatCameLateAreRemovedToo() {
    driver.watermark("2026-11-14T20:00:00Z");
    driver.send(record("2026-11-14T19:05:00Z", created("d1", "ann")));
    assertThat(driver.late("designs|minute|2026-11-14T19:05:00Z")).isNotNull();
    driver.watermark("2026-11-22T19:05:00Z");
    driver.settle();
    driver.advance(Retention.CHECK);
    assertThat(driver.removedLate()).isEqualTo(List.of("designs|minute|2026-11-14T19:05:00Z"));
  }

  private boolean isFinal(String window) {
    return driver.rollup(window).get("final").asBoolean();
  }
}
