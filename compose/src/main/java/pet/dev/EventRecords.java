package pet.dev;

import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import pet.domain.DomainEvent;
import pet.messaging.Event;
import pet.messaging.EventCodec;
import pet.messaging.EventTypes;

/** Kafka records of events, as a module's relay would write them. */
public final class EventRecords {

  private EventRecords() {}

  /**
   * A record of an event with a new id.
   *
   * @param source who publishes it, as CloudEvents' {@code source}
   */
  public static ProducerRecord<String, byte[]> of(String source, Instant at, DomainEvent event) {
    return EventCodec.toKafka(
        EventCodec.toCloudEvent(
            new Event<>(
                UUID.randomUUID().toString(),
                source,
                EventTypes.nameOf(event.getClass()),
                at,
                event.subject(),
                event)));
  }
}
