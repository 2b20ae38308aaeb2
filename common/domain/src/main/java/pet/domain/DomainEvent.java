package pet.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Something that happened, as its publisher says it: a past-tense record annotated with its {@link
 * EventName}. The record is the event's {@code data}; it holds no email, name, address or free
 * text.
 */
public interface DomainEvent {

  /** The aggregate's id: CloudEvents' {@code subject} and the record's key in Kafka. */
  @JsonIgnore
  String subject();
}
