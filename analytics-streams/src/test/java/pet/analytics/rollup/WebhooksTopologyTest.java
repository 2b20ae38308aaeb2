package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.record;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.webhook.WebhookDead;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.Topics;

class WebhooksTopologyTest {

  private final TopologyDriver driver =
      new TopologyDriver(new WebhooksTopology(RollupTimes.DEFAULT, new MetricRegistry()));

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void deliveriesCountByTopic() {
    driver
        .send(record("2026-11-22T19:05:00Z", received("w1", "orders/create")))
        .send(record("2026-11-22T19:05:01Z", processed("w1", "orders/create", 40)))
        .send(record("2026-11-22T19:05:02Z", received("w2", "orders/create")))
        .send(record("2026-11-22T19:06:00Z", new WebhookDead("w2", "shopify", "orders/create")))
        .send(record("2026-11-22T19:05:03Z", received("w3", "refunds/create")));

    assertThat(driver.windows()).hasSize(3 + 4);
    assertThat(driver.rollup("hour|2026-11-22T19:00:00Z|orders/create"))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:00:00Z\",\"windowEnd\":\"2026-11-22T20:00:00Z\","
                + "\"final\":false,\"topic\":\"orders/create\",\"received\":2,\"processed\":1,"
                + "\"dead\":1,\"lagP50\":40,\"lagP99\":40}");
    assertThat(driver.rollup("minute|2026-11-22T19:06:00Z|orders/create"))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:06:00Z\",\"windowEnd\":\"2026-11-22T19:07:00Z\","
                + "\"final\":false,\"topic\":\"orders/create\",\"received\":0,\"processed\":0,"
                + "\"dead\":1,\"lagP50\":null,\"lagP99\":null}");
  }

  @Test
  void everyTopicOfAWindowBecomesFinal() {
    driver
        .send(record("2026-11-22T19:05:00Z", received("w1", "orders/create")))
        .send(record("2026-11-22T19:05:00Z", received("w2", "refunds/create")))
        .send(record("2026-11-22T19:06:00Z", received("w3", "refunds/create")))
        .watermark("2026-11-22T19:07:00Z");
    assertThat(isFinal("minute|2026-11-22T19:05:00Z|orders/create")).isTrue();
    assertThat(isFinal("minute|2026-11-22T19:05:00Z|refunds/create")).isTrue();
    assertThat(isFinal("minute|2026-11-22T19:06:00Z|refunds/create")).isFalse();
  }

  @Test
  void percentilesOfManyAreWithinTheStatedError() {
    for (int i = 1; i <= 500; i++) {
      // Each once, in no order.
      long lag = i * 499L % 503;
      driver.send(record("2026-11-22T19:05:00Z", processed("w" + i, "orders/create", lag)));
    }
    JsonNode minute = driver.rollup("minute|2026-11-22T19:05:00Z|orders/create");
    assertThat(minute.get("processed").asInt()).isEqualTo(500);
    assertThat(minute.get("lagP50").asInt()).isBetween(245, 259);
    assertThat(minute.get("lagP99").asInt()).isBetween(497, 498);
  }

  @Test
  void whatIsNoTopicIsPutAside() {
    driver
        .send(record("2026-11-22T19:05:00Z", received("w1", null)))
        .send(record("2026-11-22T19:05:00Z", received("w1", "")))
        .send(record("2026-11-22T19:05:00Z", received("w1", "a\u0000b")))
        .send(record("2026-11-22T19:05:00Z", received("w1", "x".repeat(101))));
    assertThat(driver.windows()).isEmpty();
    assertThat(driver.dead(Topics.WEBHOOK_EVENTS)).hasSize(4);
  }

  private boolean isFinal(String window) {
    return driver.rollup(window).get("final").asBoolean();
  }

  private static WebhookReceived received(String id, String topic) {
    return new WebhookReceived(id, "shopify", topic);
  }

  private static WebhookProcessed processed(String id, String topic, long lag) {
    return new WebhookProcessed(id, "shopify", topic, lag);
  }
}
