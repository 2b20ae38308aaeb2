package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.ordered;
import static pet.analytics.rollup.Events.record;
import static pet.analytics.rollup.Events.units;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignUpdated;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization.Font;
import pet.messaging.Topics;

class OptionsTopologyTest {

  private static final String HOUR = "hour|2026-11-22T19:00:00Z";

  private final TopologyDriver driver =
      new TopologyDriver(new OptionsTopology(RollupTimes.DEFAULT, new MetricRegistry()));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void designsCountWithWhatTheyWereSavedWithTheMostFrequentFirst() {
    driver
        .send(record("2026-11-22T19:05:00Z", design("d1", HarnessSize.M, "ocean", Font.BLOCK)))
        .send(record("2026-11-22T19:06:00Z", design("d2", HarnessSize.XL, "coral", null)))
        .send(record("2026-11-22T19:07:00Z", design("d3", HarnessSize.XL, "ocean", Font.SCRIPT)))
        .send(record("2026-11-22T19:08:00Z", revised("d3", 2, HarnessSize.XS)));

    assertThat(driver.rollup(HOUR))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:00:00Z\",\"windowEnd\":\"2026-11-22T20:00:00Z\","
                + "\"final\":false,\"designs\":{"
                + "\"sizes\":[{\"id\":\"XL\",\"count\":2},{\"id\":\"M\",\"count\":1}],"
                + "\"colors\":[{\"id\":\"ocean\",\"count\":2},{\"id\":\"coral\",\"count\":1}],"
                + "\"hardware\":[{\"id\":\"gold\",\"count\":3}],"
                + "\"fonts\":[{\"id\":\"block\",\"count\":1},{\"id\":\"script\",\"count\":1}]},"
                + "\"orderedUnits\":{\"sizes\":[],\"colors\":[],\"hardware\":[],\"fonts\":[]}}");
  }

  @Test
  void unitsCountWithTheRevisionThatWasOrdered() {
    driver
        .send(record("2026-11-22T18:05:00Z", design("d1", HarnessSize.M, "ocean", Font.BLOCK)))
        .send(record("2026-11-22T18:06:00Z", revised("d1", 2, HarnessSize.L)))
        .send(record("2026-11-22T19:05:00Z", ordered("o1", units("d1", 1, 2), units("d1", 2, 1))))
        .send(record("2026-11-22T19:06:00Z", ordered("o2", units("d1", 2, 5))));
    assertThat(sizes()).isEqualTo("[{\"id\":\"L\",\"count\":6},{\"id\":\"M\",\"count\":2}]");
  }

  @Test
  void twoDesignsOfOneOrderBothCount() {
    driver
        .send(record("2026-11-22T18:05:00Z", design("d1", HarnessSize.M, "ocean", null)))
        .send(record("2026-11-22T18:05:00Z", design("d2", HarnessSize.L, "ocean", null)))
        .send(record("2026-11-22T19:05:00Z", ordered("o1", units("d1", 1, 2), units("d2", 1, 1))));
    assertThat(sizes()).isEqualTo("[{\"id\":\"M\",\"count\":2},{\"id\":\"L\",\"count\":1}]");
  }

  @Test
  void anOrderThatComesBeforeItsDesignCountsWhenThatComes() {
    ProducerRecord<String, byte[]> order =
        record("2026-11-22T19:05:00Z", ordered("o1", units("d1", 1, 2), units("d1", 2, 3)));
    driver.send(order).send(order);
    assertThat(driver.windows()).isEmpty();

    driver.send(record("2026-11-22T18:05:00Z", design("d1", HarnessSize.M, "ocean", null)));
    assertThat(sizes()).isEqualTo("[{\"id\":\"M\",\"count\":2}]");
    driver.send(record("2026-11-22T18:06:00Z", revised("d1", 2, HarnessSize.L)));
    assertThat(sizes()).isEqualTo("[{\"id\":\"L\",\"count\":3},{\"id\":\"M\",\"count\":2}]");
    driver.send(record("2026-11-22T18:07:00Z", revised("d1", 2, HarnessSize.L)));
    assertThat(sizes()).isEqualTo("[{\"id\":\"L\",\"count\":3},{\"id\":\"M\",\"count\":2}]");
  }

  @Test
  void manyRevisionsAreToldApartWhicheverComesFirst() {
    driver.send(
        record(
            "2026-11-22T19:05:00Z",
            ordered("o1", units("d1", 7, 2), units("d1", 8, 3), units("d1", 6, 4))));
    for (int revision = 1; revision <= 7; revision++) {
      driver.send(
          record(
              "2026-11-22T18:05:00Z",
              revised("d1", revision, revision == 6 ? HarnessSize.XL : HarnessSize.M)));
    }
    assertThat(sizes()).isEqualTo("[{\"id\":\"XL\",\"count\":4},{\"id\":\"M\",\"count\":2}]");
    driver.send(record("2026-11-22T18:06:00Z", revised("d1", 8, HarnessSize.S)));
    driver.send(
        record("2026-11-22T19:06:00Z", ordered("o2", units("d1", 8, 10), units("d1", 6, 1))));
    assertThat(sizes())
        .isEqualTo(
            "[{\"id\":\"S\",\"count\":13},{\"id\":\"XL\",\"count\":5},"
                + "{\"id\":\"M\",\"count\":2}]");
  }

  @Test
  void anOrderCountsAtItsOwnTimeWhateverItsRecordSays() {
    driver.send(record("2026-11-22T18:05:00Z", design("d1", HarnessSize.M, "ocean", null)));
    ProducerRecord<String, byte[]> order =
        record("2026-11-22T19:05:00Z", ordered("o1", units("d1", 1, 2)));
    long later = order.timestamp() + Duration.ofHours(3).toMillis();
    driver.send(
        new ProducerRecord<>(
            order.topic(), null, later, order.key(), order.value(), order.headers()));
    assertThat(sizes()).isEqualTo("[{\"id\":\"M\",\"count\":2}]");
  }

  @Test
  void aRevisionThatIsToldTwiceIsOrderedAsItWasToldLast() {
    driver
        .send(record("2026-11-22T18:05:00Z", design("d1", HarnessSize.M, "ocean", Font.BLOCK)))
        .send(record("2026-11-22T18:06:00Z", revised("d1", 1, HarnessSize.L)))
        .send(record("2026-11-22T19:05:00Z", ordered("o1", units("d1", 1, 2), units("d1", 1, 3))));
    assertThat(sizes()).isEqualTo("[{\"id\":\"L\",\"count\":5}]");
    assertThat(driver.rollup(HOUR).at("/orderedUnits/fonts")).isEmpty();
  }

  @Test
  void aWindowWaitsForTheWatermarksOfBothTopics() {
    driver.send(record("2026-11-22T19:05:00Z", design("d1", HarnessSize.M, "ocean", null)));
    driver.watermark(Topics.DESIGN_EVENTS, "2026-11-22T21:00:00Z");
    assertThat(driver.rollup(HOUR).get("final").asBoolean()).isFalse();
    driver.watermark(Topics.ORDER_EVENTS, "2026-11-22T20:00:59Z");
    assertThat(driver.rollup(HOUR).get("final").asBoolean()).isFalse();
    driver.watermark(Topics.ORDER_EVENTS, "2026-11-22T20:01:00Z");
    assertThat(driver.rollup(HOUR).get("final").asBoolean()).isTrue();
  }

  @Test
  void whatCannotBeReadOfAnOrderIsPutAsideFromItsTopic() {
    driver.send(record("2026-11-22T19:05:00Z", ordered("o1", units(null, 1, 2))));
    assertThat(driver.windows()).isEmpty();
    assertThat(driver.dead(Topics.ORDER_EVENTS)).hasSize(1);
    assertThat(driver.dead(Topics.DESIGN_EVENTS)).isEmpty();
  }

  private String sizes() {
    return driver.rollup(HOUR).at("/orderedUnits/sizes").toString();
  }

  private static DesignCreated design(String id, HarnessSize size, String color, Font font) {
    return new DesignCreated(id, "ann", 1, size, color, "gold", font);
  }

  private static DesignUpdated revised(String id, int revision, HarnessSize size) {
    return new DesignUpdated(id, "ann", revision, size, "ocean", "gold", null);
  }
}
