package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;
import static pet.analytics.rollup.Events.moved;
import static pet.analytics.rollup.Events.ordered;
import static pet.analytics.rollup.Events.record;
import static pet.analytics.rollup.Events.shared;
import static pet.analytics.rollup.Events.units;
import static pet.domain.order.OrderStatus.CANCELLED;
import static pet.domain.order.OrderStatus.CONFIRMED;
import static pet.domain.order.OrderStatus.DELIVERED;
import static pet.domain.order.OrderStatus.SHIPPED;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.messaging.Topics;

class FunnelTopologyTest {

  private static final String COHORT = "day|2026-10-01T00:00:00Z";

  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");

  private final TopologyDriver driver =
      new TopologyDriver(new FunnelTopology(RollupTimes.DEFAULT, new MetricRegistry()));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void everyStepCountsInTheDayOfTheDesign() {
    driver
        .send(record("2026-10-01T10:00:00Z", created("d1", "ann")))
        .send(record("2026-10-01T10:00:00Z", created("d2", "ann")))
        .send(record("2026-10-01T10:00:00Z", created("d3", null)))
        .send(record("2026-10-02T10:00:00Z", shared("d1", "ann")))
        .send(record("2026-10-05T10:00:00Z", ordered("o1", units("d1", 1, 2), units("d2", 1, 1))))
        .send(record("2026-10-09T10:00:00Z", moved("o1", CONFIRMED, SHIPPED)))
        .send(record("2026-10-11T10:00:00Z", moved("o1", SHIPPED, DELIVERED)));

    assertThat(driver.windows()).containsExactly(COHORT);
    assertThat(driver.rollup(COHORT))
        .hasToString(
            "{\"windowStart\":\"2026-10-01T00:00:00Z\",\"windowEnd\":\"2026-10-02T00:00:00Z\","
                + "\"final\":false,\"created\":3,\"shared\":1,\"ordered\":2,\"delivered\":2,"
                + "\"sharedRate\":0.3333,\"orderedRate\":0.6667,\"deliveredRate\":0.6667}");
  }

  @Test
  void aDesignReachesAStepOnce() {
    driver
        .send(record("2026-10-01T10:00:00Z", created("d1", "ann")))
        .send(record("2026-10-02T10:00:00Z", shared("d1", "ann")))
        .send(record("2026-10-03T10:00:00Z", shared("d1", "ann")))
        .send(record("2026-10-05T10:00:00Z", ordered("o1", units("d1", 1, 2))))
        .send(record("2026-10-06T10:00:00Z", ordered("o2", units("d1", 1, 1))))
        .send(record("2026-10-09T10:00:00Z", moved("o1", SHIPPED, DELIVERED)))
        .send(record("2026-10-09T10:00:00Z", moved("o2", SHIPPED, DELIVERED)));
    assertThat(steps()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void aDesignWhoseDataIsBrokenIsNoDesign() {
    TestRecord<String, byte[]> good =
        Events.test(record("2026-10-01T10:00:00Z", created("d1", "ann")));
    driver.send(
        new TestRecord<>("d1", "{\"neither".getBytes(StandardCharsets.UTF_8), good.headers(), DAY));
    assertThat(driver.windows()).isEmpty();
    assertThat(driver.dead(Topics.DESIGN_EVENTS)).hasSize(1);
  }

  @Test
  void stepsThatComeBeforeTheirDesignCountWhenThatComes() {
    driver
        .send(record("2026-10-05T10:00:00Z", ordered("o1", units("d1", 1, 2))))
        .send(record("2026-10-09T10:00:00Z", moved("o1", SHIPPED, DELIVERED)));
    assertThat(driver.windows()).isEmpty();
    driver.send(record("2026-10-01T10:00:00Z", created("d1", "ann")));
    assertThat(steps()).containsExactly(1, 0, 1, 1);
  }

  @Test
  void whatIsCancelledIsNotDelivered() {
    driver
        .send(record("2026-10-01T10:00:00Z", created("d1", "ann")))
        .send(record("2026-10-05T10:00:00Z", ordered("o1", units("d1", 1, 2))))
        .send(record("2026-10-09T10:00:00Z", moved("o1", CONFIRMED, CANCELLED)));
    assertThat(steps()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void designsAreFollowedForNinetyDays() {
    driver
        .send(record("2026-08-01T10:00:00Z", created("d1", "ann")))
        .watermark("2026-10-29T23:59:00Z");
    assertThat(driver.rollup("day|2026-08-01T00:00:00Z").get("final").asBoolean()).isFalse();
    driver.watermark("2026-10-31T00:00:00Z");
    assertThat(driver.rollup("day|2026-08-01T00:00:00Z").get("final").asBoolean()).isTrue();

    driver.send(record("2026-11-05T10:00:00Z", ordered("o1", units("d1", 1, 2))));
    assertThat(driver.rollup("day|2026-08-01T00:00:00Z").get("ordered").asInt()).isZero();
    assertThat(driver.late("funnel|day|2026-08-01T00:00:00Z").get("ordered").asInt()).isEqualTo(1);
  }

  private List<Integer> steps() {
    JsonNode cohort = driver.rollup(COHORT);
    return List.of(
        cohort.get("created").asInt(),
        cohort.get("shared").asInt(),
        cohort.get("ordered").asInt(),
        cohort.get("delivered").asInt());
  }
}
