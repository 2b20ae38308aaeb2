package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.moved;
import static pet.analytics.rollup.Events.ordered;
import static pet.analytics.rollup.Events.record;
import static pet.domain.order.OrderStatus.CANCELLED;
import static pet.domain.order.OrderStatus.CONFIRMED;
import static pet.domain.order.OrderStatus.IN_PRODUCTION;
import static pet.domain.order.OrderStatus.QUALITY_CHECK;
import static pet.domain.order.OrderStatus.SHIPPED;

import com.codahale.metrics.MetricRegistry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FulfilmentTopologyTest {

  private static final String CONFIRMED_OF_DAY = "day|2026-11-22T00:00:00Z|CONFIRMED";

  private final TopologyDriver driver =
      new TopologyDriver(new FulfilmentTopology(RollupTimes.DEFAULT, new MetricRegistry()));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aStageTakesFromEnteringItToLeavingIt() {
    driver
        .send(record("2026-11-21T10:00:00Z", ordered("o1")))
        .send(record("2026-11-22T10:00:00Z", moved("o1", CONFIRMED, IN_PRODUCTION)))
        .send(record("2026-11-22T10:00:30Z", moved("o1", IN_PRODUCTION, SHIPPED)))
        .send(record("2026-11-22T09:00:00Z", ordered("o2")))
        .send(record("2026-11-22T09:00:10Z", moved("o2", CONFIRMED, CANCELLED)));

    assertThat(driver.windows())
        .containsExactly(CONFIRMED_OF_DAY, "day|2026-11-22T00:00:00Z|IN_PRODUCTION");
    assertThat(driver.rollup(CONFIRMED_OF_DAY))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T00:00:00Z\",\"windowEnd\":\"2026-11-23T00:00:00Z\","
                + "\"final\":false,\"stage\":\"CONFIRMED\",\"count\":2,\"mean\":43205000,"
                + "\"p50\":10000,\"p95\":86400000,\"p99\":86400000}");
  }

  @Test
  void aStageThatIsEnteredAgainCountsAgain() {
    driver
        .send(record("2026-11-22T10:00:00Z", ordered("o1")))
        .send(record("2026-11-22T11:00:00Z", moved("o1", CONFIRMED, IN_PRODUCTION)))
        .send(record("2026-11-22T12:00:00Z", moved("o1", IN_PRODUCTION, QUALITY_CHECK)))
        .send(record("2026-11-22T12:10:00Z", moved("o1", QUALITY_CHECK, IN_PRODUCTION)))
        .send(record("2026-11-22T15:10:00Z", moved("o1", IN_PRODUCTION, QUALITY_CHECK)));
    assertThat(driver.rollup("day|2026-11-22T00:00:00Z|IN_PRODUCTION").get("count").asInt())
        .isEqualTo(2);
    assertThat(driver.rollup("day|2026-11-22T00:00:00Z|IN_PRODUCTION").get("mean").asInt())
        .isEqualTo(7_200_000);
  }

  @Test
  void duplicatesCountOnceAndDoNotStartAStageAnew() {
    ProducerRecord<String, byte[]> order = record("2026-11-22T10:00:00Z", ordered("o1"));
    ProducerRecord<String, byte[]> made =
        record("2026-11-22T11:00:00Z", moved("o1", CONFIRMED, IN_PRODUCTION));
    driver.send(order).send(made).send(order).send(made);
    driver.send(record("2026-11-22T13:00:00Z", moved("o1", IN_PRODUCTION, SHIPPED)));
    assertThat(driver.rollup(CONFIRMED_OF_DAY).get("count").asInt()).isEqualTo(1);
    assertThat(driver.rollup("day|2026-11-22T00:00:00Z|IN_PRODUCTION").get("mean").asInt())
        .isEqualTo(7_200_000);
  }

  @Test
  void anOrderWhoseBeginningNobodyToldDoesNotCount() {
    driver.send(record("2026-11-22T11:00:00Z", moved("o1", CONFIRMED, IN_PRODUCTION)));
    assertThat(driver.windows()).isEmpty();
    driver.send(record("2026-11-22T12:00:00Z", moved("o1", IN_PRODUCTION, SHIPPED)));
    assertThat(driver.windows()).containsExactly("day|2026-11-22T00:00:00Z|IN_PRODUCTION");
  }
}
