package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.moved;
import static pet.analytics.rollup.Events.ordered;
import static pet.analytics.rollup.Events.record;
import static pet.domain.order.OrderStatus.CANCELLED;
import static pet.domain.order.OrderStatus.CONFIRMED;
import static pet.domain.order.OrderStatus.IN_PRODUCTION;
import static pet.domain.order.OrderStatus.PENDING;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Money;
import pet.domain.order.OrderUpdated;

class OrdersTopologyTest {

  private final MetricRegistry metrics = new MetricRegistry();
  private final OrdersTopology topology = new OrdersTopology(RollupTimes.DEFAULT, metrics);
  private final TopologyDriver driver = new TopologyDriver(topology);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void moneyIsSummedAndAveragedPerCurrencyHalfUp() {
    driver
        .send(record("2026-11-22T19:05:00Z", ordered("o1", CONFIRMED, 2, Money.of("49.99", "USD"))))
        .send(record("2026-11-22T19:05:10Z", ordered("o2", CONFIRMED, 1, Money.of("50.00", "USD"))))
        .send(record("2026-11-22T19:05:20Z", ordered("o3", PENDING, 3, Money.of("1000", "JPY"))))
        .send(record("2026-11-22T19:06:00Z", ordered("o4", CONFIRMED, 1, Money.of("0.01", "EUR"))));

    assertThat(driver.rollup("minute|2026-11-22T19:05:00Z"))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:05:00Z\",\"windowEnd\":\"2026-11-22T19:06:00Z\","
                + "\"final\":false,\"orders\":3,\"units\":6,\"revenue\":["
                + "{\"amount\":\"1000\",\"currencyCode\":\"JPY\"},"
                + "{\"amount\":\"99.99\",\"currencyCode\":\"USD\"}],\"averageOrderValue\":["
                + "{\"amount\":\"1000\",\"currencyCode\":\"JPY\"},"
                + "{\"amount\":\"50.00\",\"currencyCode\":\"USD\"}],"
                + "\"byStatus\":{\"PENDING\":1,\"CONFIRMED\":2}}");
    assertThat(driver.rollup("hour|2026-11-22T19:00:00Z").get("revenue")).hasSize(3);
    assertThat(driver.rollup("day|2026-11-22T00:00:00Z").get("units").asInt()).isEqualTo(7);
  }

  @Test
  void theEventsTimeDecidesNotWhenTheOrderWasPlaced() {
    driver.send(record("2026-11-22T19:05:00Z", ordered("o1", CONFIRMED, 1, Money.usd(100))));
    assertThat(driver.windows())
        .containsExactly(
            "day|2026-11-22T00:00:00Z", "hour|2026-11-22T19:00:00Z", "minute|2026-11-22T19:05:00Z");
  }

  @Test
  void aMoveCountsWhereItLeadsAndWhenItHappened() {
    driver
        .send(record("2026-11-22T18:05:00Z", ordered("o1", PENDING, 1, Money.usd(100))))
        .send(record("2026-11-22T18:30:00Z", moved("o1", PENDING, CONFIRMED)))
        .send(record("2026-11-22T19:05:00Z", moved("o1", CONFIRMED, IN_PRODUCTION)))
        .send(record("2026-11-22T19:06:00Z", moved("o1", IN_PRODUCTION, CANCELLED)));
    assertThat(driver.rollup("hour|2026-11-22T18:00:00Z").get("byStatus"))
        .hasToString("{\"PENDING\":1,\"CONFIRMED\":1}");
    JsonNode hour = driver.rollup("hour|2026-11-22T19:00:00Z");
    assertThat(hour.get("orders").asInt()).isZero();
    assertThat(hour.get("revenue")).isEmpty();
    assertThat(hour.get("byStatus")).hasToString("{\"IN_PRODUCTION\":1,\"CANCELLED\":1}");
  }

  @Test
  void updatesCountNothing() {
    driver.send(
        record("2026-11-22T19:05:00Z", new OrderUpdated("o1", CONFIRMED, 5, Money.usd(100))));
    assertThat(driver.windows()).isEmpty();
  }

  @Test
  void duplicatesCountOnce() {
    var order = record("2026-11-22T19:05:00Z", ordered("o1", CONFIRMED, 2, Money.usd(4999)));
    driver.send(order).send(order);
    driver.settle();
    driver.send(order);
    JsonNode day = driver.rollup("day|2026-11-22T00:00:00Z");
    assertThat(day.get("orders").asInt()).isEqualTo(1);
    assertThat(day.at("/revenue/0/amount").asText()).isEqualTo("49.99");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"units\":1,\"total\":{\"amount\":\"1.00\",\"currencyCode\":\"USD\"}}",
        "{\"status\":\"CONFIRMED\",\"total\":{\"amount\":\"1.00\",\"currencyCode\":\"USD\"}}",
        "{\"status\":\"CONFIRMED\",\"units\":1}",
        "{\"status\":\"LOST\",\"units\":1,\"total\":{\"amount\":\"1.00\",\"currencyCode\":\"USD\"}}",
        "{\"status\":\"CONFIRMED\",\"units\":1,\"total\":{\"amount\":\"x\",\"currencyCode\":\"USD\"}}",
        "{\"status\":\"CONFIRMED\",\"units\":1,"
            + "\"total\":{\"amount\":\"92233720368547758.07\",\"currencyCode\":\"USD\"}}",
      })
  void anOrderThatCannotBeCountedIsPassedOver(String json) {
    TestRecord<String, byte[]> record =
        Events.test(record("2026-11-22T19:05:00Z", ordered("o1", CONFIRMED, 1, Money.usd(100))));
    driver.send(
        new TestRecord<>(
            "o1", json.getBytes(StandardCharsets.UTF_8), record.headers(), record.timestamp()));
    assertThat(driver.windows()).isEmpty();
    assertThat(metrics.counter("analytics.orders.unreadable").getCount()).isEqualTo(1);
  }
}
