package pet.analytics.rollup;

import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import pet.domain.DomainEvent;
import pet.domain.Money;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignShared;
import pet.domain.builder.DesignUpdated;
import pet.domain.builder.HarnessSize;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderStatusChanged;
import pet.messaging.Event;
import pet.messaging.EventCodec;
import pet.messaging.EventTypes;

/** Events as the relay writes them. */
public final class Events {

  private Events() {}

  public static ProducerRecord<String, byte[]> record(String id, String time, DomainEvent event) {
    String type = EventTypes.nameOf(event.getClass());
    CloudEvent cloudEvent =
        EventCodec.toCloudEvent(
            new Event<>(id, "/pet/test", type, Instant.parse(time), event.subject(), event));
    return EventCodec.toKafka(cloudEvent);
  }

  public static ProducerRecord<String, byte[]> record(String time, DomainEvent event) {
    return record(UUID.randomUUID().toString(), time, event);
  }

  static TestRecord<String, byte[]> test(ProducerRecord<String, byte[]> record) {
    return new TestRecord<>(
        record.key(), record.value(), new RecordHeaders(record.headers()), record.timestamp());
  }

  public static DesignCreated created(String design, String user) {
    return new DesignCreated(design, user, 1, HarnessSize.M, "ocean", "gold", null);
  }

  static DesignUpdated updated(String design, String user) {
    return new DesignUpdated(design, user, 2, HarnessSize.L, "ocean", "gold", null);
  }

  static DesignShared shared(String design, String user) {
    return new DesignShared(design, user);
  }

  static DesignDeleted deleted(String design, String user) {
    return new DesignDeleted(design, user);
  }

  public static OrderCreated ordered(String order, OrderStatus status, int units, Money total) {
    return new OrderCreated(
        order, null, status, units, total, Instant.parse("2020-01-01T00:00:00Z"), List.of());
  }

  public static OrderCreated ordered(String order, OrderCreated.Design... designs) {
    int units = Stream.of(designs).mapToInt(OrderCreated.Design::units).sum();
    return new OrderCreated(
        order,
        null,
        OrderStatus.CONFIRMED,
        units,
        Money.usd(100),
        Instant.parse("2020-01-01T00:00:00Z"),
        List.of(designs));
  }

  public static OrderCreated.Design units(String design, int revision, int units) {
    return new OrderCreated.Design(design, revision, units);
  }

  public static OrderStatusChanged moved(String order, OrderStatus from, OrderStatus to) {
    return new OrderStatusChanged(order, from, to, false);
  }
}
