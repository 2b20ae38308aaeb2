package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotBlank;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import pet.domain.DomainEvent;
import pet.domain.Money;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignShared;
import pet.domain.builder.DesignUpdated;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.OrderUpdated;
import pet.domain.user.UserCreated;
import pet.domain.user.UserDeleted;
import pet.domain.user.UserUpdated;
import pet.domain.webhook.WebhookDead;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;

class EventCodecTest {

  private static final Instant TIME = Instant.parse("2026-11-22T19:05:00.123456Z");
  private static final Personalization.Font FONT = Personalization.Font.BLOCK;

  private static final List<DomainEvent> ONE_OF_EACH =
      List.of(
          new UserCreated("u-1"),
          new UserUpdated("u-1"),
          new UserDeleted("u-1"),
          new DesignCreated("d-1", "u-1", 1, HarnessSize.XXL, "ocean", "gold", FONT),
          new DesignUpdated("d-1", null, 2, HarnessSize.XS, "ocean", "gold", null),
          new DesignDeleted("d-1", "u-1"),
          new DesignShared("d-1", null),
          new OrderCreated(
              "o-1",
              "u-1",
              OrderStatus.CONFIRMED,
              3,
              Money.usd(12_345),
              TIME,
              List.of(new OrderCreated.Design("d-1", 2, 3))),
          new OrderUpdated("o-1", OrderStatus.SHIPPED, 2, Money.usd(0)),
          new OrderStatusChanged("o-1", OrderStatus.CONFIRMED, OrderStatus.SHIPPED, true),
          new WebhookReceived("w-1", "shopify", "orders/create"),
          new WebhookProcessed("w-1", "shopify", "orders/create", 42),
          new WebhookDead("w-1", "shopify", "orders/create"));

  @Test
  void everyTypeTravelsUnchanged() {
    for (DomainEvent data : ONE_OF_EACH) {
      Event<DomainEvent> event = event(data, TIME);

      ProducerRecord<String, byte[]> record = EventCodec.toKafka(EventCodec.toCloudEvent(event));
      assertThat(EventCodec.typed(EventCodec.fromKafka(record.headers(), record.value())))
          .contains(event);
      assertThat(
              EventCodec.typed(
                  EventCodec.fromJson(EventCodec.toJson(EventCodec.toCloudEvent(event)))))
          .contains(event);
      assertThat(EventCodec.typeOf(record.headers())).contains(event.type());
      assertThat(record.key()).isEqualTo(data.subject());
      assertThat(record.timestamp()).isEqualTo(TIME.toEpochMilli());
      assertThat(Topics.EVENTS).contains(record.topic());
    }
    assertThat(ONE_OF_EACH)
        .extracting(data -> EventTypes.nameOf(data.getClass()))
        .containsExactlyInAnyOrderElementsOf(EventTypes.all().keySet());
  }

  @Property(tries = 200)
  void anyContentTravelsUnchanged(
      @ForAll @NotBlank String id,
      @ForAll String userId,
      @ForAll int revision,
      @ForAll @LongRange(min = -62_000_000_000L, max = 250_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999) int micros) {
    Instant time = Instant.ofEpochSecond(second).plus(micros, ChronoUnit.MICROS);
    Event<DomainEvent> event =
        event(new DesignCreated(id, userId, revision, HarnessSize.M, "ocean", "gold", FONT), time);

    String json = EventCodec.toJson(EventCodec.toCloudEvent(event));

    assertThat(EventCodec.typed(EventCodec.fromJson(json))).contains(event);
  }

  @Test
  void theStructuredFormIsReadableJson() {
    assertThat(EventCodec.toJson(EventCodec.toCloudEvent(event(new UserCreated("u-1"), TIME))))
        .contains("\"specversion\":\"1.0\"")
        .contains("\"type\":\"user.created\"")
        .contains("\"subject\":\"u-1\"")
        .contains("\"time\":\"2026-11-22T19:05:00.123456Z\"")
        .contains("\"data\":{\"userId\":\"u-1\"}");
  }

  @Test
  void whatLaterVersionsAddIsPassedOver() {
    String json =
        """
        {"specversion":"1.0","id":"1","source":"/pet/user","type":"user.created","subject":"u-1",
         "time":"2026-11-22T19:05:00Z","traceparent":"00-x","datacontenttype":"application/json",
         "data":{"userId":"u-1","favouriteColor":{"name":"ocean"}}}
        """;
    assertThat(EventCodec.fromJson(json, UserCreated.class).data())
        .isEqualTo(new UserCreated("u-1"));
    assertThat(EventCodec.typed(EventCodec.fromJson(json.replace("user.created", "user.moved"))))
        .isEmpty();
  }

  @Test
  void whatCannotBeReadIsRefusedWithoutQuotingIt() {
    Map<String, String> refused =
        Map.of(
            "",
            "not a CloudEvent",
            "null",
            "not a CloudEvent",
            "{\"secret\":1}",
            "not a CloudEvent",
            envelope("9.9", "order.updated", "{}"),
            "not a CloudEvent",
            envelope("1.0", "order.created", "{}"),
            "another type",
            envelope("1.0", "order.updated", "null"),
            "without data",
            envelope("1.0", "order.updated", "\"secret\""),
            "does not fit",
            envelope("1.0", "order.updated", "{\"units\":\"secret\"}"),
            "at units",
            envelope(
                "1.0",
                "order.updated",
                "{\"total\":{\"amount\":\"secret\",\"currencyCode\":\"USD\"}}"),
            "at total");
    refused.forEach(
        (json, reason) ->
            assertThatThrownBy(() -> EventCodec.fromJson(json, OrderUpdated.class))
                .as(json)
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret")
                .hasNoCause());
  }

  @Test
  void aRecordWithoutHeadersIsRefused() {
    Headers none = new RecordHeaders();
    assertThat(EventCodec.typeOf(none)).isEmpty();
    assertThatThrownBy(() -> EventCodec.fromKafka(none, "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableEventException.class);
  }

  private static String envelope(String version, String type, String data) {
    return "{\"specversion\":\"%s\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"%s\",\"time\":\"2026-11-22T19:05:00Z\",\"data\":%s}"
        .formatted(version, type, data);
  }

  private static Event<DomainEvent> event(DomainEvent data, Instant time) {
    return new Event<>(
        UUID.randomUUID().toString(),
        "/pet/test",
        EventTypes.nameOf(data.getClass()),
        time,
        data.subject(),
        data);
  }
}
