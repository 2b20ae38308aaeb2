package pet.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import pet.domain.DomainEvent;

/**
 * Events on the wire: CloudEvents 1.0, in binary mode in Kafka and as structured JSON in Redis.
 * Reading is tolerant: what a later version adds is passed over.
 */
public final class EventCodec {

  /** The header that makes a record a watermark; public contract. */
  public static final String WATERMARK = "pet_watermark";

  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = Json.tolerant();
  private static final EventFormat STRUCTURED = new JsonFormat();

  private EventCodec() {}

  /** A typed event as a CloudEvent. */
  public static CloudEvent toCloudEvent(Event<?> event) {
    return cloudEvent(
        event.id(), event.source(), event.type(), event.time(), event.subject(), data(event));
  }

  static CloudEvent cloudEvent(
      String id, String source, String type, Instant time, String subject, byte[] data) {
    return CloudEventBuilder.v1()
        .withId(id)
        .withSource(URI.create(source))
        .withType(type)
        .withTime(OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
        .withSubject(subject)
        .withData(JSON, data)
        .build();
  }

  /** An event's data as it is stored and sent. */
  static String json(DomainEvent event) {
    try {
      return MAPPER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + event.getClass(), e);
    }
  }

  /** The record that carries an event: key and timestamp are the event's own. */
  public static ProducerRecord<String, byte[]> toKafka(CloudEvent event) {
    OffsetDateTime time = event.getTime();
    return KafkaMessageFactory.createWriter(
            Topics.ofType(event.getType()),
            null,
            time == null ? null : time.toInstant().toEpochMilli(),
            event.getSubject())
        .writeBinary(event);
  }

  /**
   * Reads a Kafka record's headers and value.
   *
   * @throws UnreadableEventException if it is not a CloudEvent that we know how to read
   */
  public static CloudEvent fromKafka(Headers headers, byte[] value) {
    try {
      return KafkaMessageFactory.createReader(headers, value).toEvent();
    } catch (RuntimeException e) {
      throw unreadable("not a CloudEvent", e);
    }
  }

  /** Reads a Kafka record as an event of this type. */
  public static <E extends DomainEvent> Event<E> fromKafka(
      Headers headers, byte[] value, Class<E> type) {
    return typed(fromKafka(headers, value), type);
  }

  /**
   * A watermark for one partition of an event topic: whatever its publisher made true before this
   * time stands before this record. It is no event and carries nothing but this header, so that who
   * reads events by their {@code ce_type} passes it over.
   */
  static ProducerRecord<String, byte[]> watermark(String topic, int partition, Instant time) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, partition, time.toEpochMilli(), (String) null, (byte[]) null);
    record.headers().add(WATERMARK, time.toString().getBytes(StandardCharsets.UTF_8));
    return record;
  }

  /**
   * The time that a record of an event topic tells, if it is a watermark and no event.
   *
   * @throws UnreadableEventException if it is neither
   */
  public static Optional<Instant> watermarkOf(Headers headers) {
    Header header = headers.lastHeader(WATERMARK);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(new String(header.value(), StandardCharsets.UTF_8)));
    } catch (DateTimeException e) {
      throw unreadable("not a watermark", e);
    }
  }

  /** The CloudEvents type in a Kafka record's headers, without reading the rest. */
  public static Optional<String> typeOf(Headers headers) {
    Header header = headers.lastHeader("ce_type");
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** An event as structured JSON. */
  public static String toJson(CloudEvent event) {
    return new String(STRUCTURED.serialize(event), StandardCharsets.UTF_8);
  }

  /**
   * Reads structured JSON.
   *
   * @throws UnreadableEventException if it is not a CloudEvent that we know how to read
   */
  public static CloudEvent fromJson(String json) {
    CloudEvent event;
    try {
      event = STRUCTURED.deserialize(json.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      throw unreadable("not a CloudEvent", e);
    }
    if (event == null) {
      throw new UnreadableEventException("not a CloudEvent (null)");
    }
    return event;
  }

  /** Reads structured JSON as an event of this type. */
  public static <E extends DomainEvent> Event<E> fromJson(String json, Class<E> type) {
    return typed(fromJson(json), type);
  }

  /**
   * A CloudEvent with its data as the type's record.
   *
   * @throws UnreadableEventException if it is of another type or its data does not fit
   */
  public static <E extends DomainEvent> Event<E> typed(CloudEvent event, Class<E> type) {
    String name = EventTypes.nameOf(type);
    if (!name.equals(event.getType())) {
      throw new UnreadableEventException("an event of another type than " + name);
    }
    CloudEventData data = event.getData();
    if (data == null) {
      throw new UnreadableEventException(name + " without data");
    }
    OffsetDateTime time = event.getTime();
    if (time == null) {
      throw new UnreadableEventException(name + " without time");
    }
    try {
      E record = MAPPER.readValue(data.toBytes(), type);
      if (record == null) {
        throw new UnreadableEventException(name + " without data");
      }
      return new Event<>(
          event.getId(),
          event.getSource().toString(),
          name,
          time.toInstant(),
          event.getSubject(),
          record);
    } catch (IOException e) {
      throw unreadable("the data of " + name + " does not fit", e);
    }
  }

  /** A CloudEvent with its data as its own type's record; empty for a type we do not know. */
  public static Optional<Event<? extends DomainEvent>> typed(CloudEvent event) {
    return EventTypes.classOf(event.getType()).map(type -> typed(event, type));
  }

  private static byte[] data(Event<?> event) {
    return json(event.data()).getBytes(StandardCharsets.UTF_8);
  }

  /** Parsers quote what they read, so nothing of the cause is kept but its kind and place. */
  private static UnreadableEventException unreadable(String what, Exception cause) {
    String place =
        cause instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
                .collect(Collectors.joining(".", " at ", ""))
            : "";
    return new UnreadableEventException(
        what + " (" + cause.getClass().getSimpleName() + place + ")");
  }
}
