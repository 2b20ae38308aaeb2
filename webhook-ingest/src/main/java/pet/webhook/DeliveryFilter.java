package pet.webhook;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Stream;
import pet.domain.InvalidInput;
import pet.domain.PageQuery;
import pet.domain.Parameters;
import pet.domain.PlainText;

/**
 * Conditions on deliveries; a null one matches all.
 *
 * @param topic such as {@code orders/create}
 * @param from the earliest time of arrival
 * @param to the first time of arrival that is too late
 */
public record DeliveryFilter(
    DeliveryState status, String source, String topic, Instant from, Instant to) {

  /** The condition in SQL, on the delivery {@code d}; a constant, with bound parameters only. */
  static final String SQL =
      """
       (CAST(:filter.status AS text) IS NULL OR d.state = :filter.status)
        AND (CAST(:filter.source AS text) IS NULL OR d.source = :filter.source)
        AND (CAST(:filter.topic AS text) IS NULL OR d.topic = :filter.topic)
        AND (CAST(:filter.from AS timestamptz) IS NULL OR d.received_at >= :filter.from)
        AND (CAST(:filter.to AS timestamptz) IS NULL OR d.received_at < :filter.to)
      """;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * @throws InvalidInput if it cannot match anything
   */
  public DeliveryFilter {
    Parameters parameters = new Parameters();
    name(parameters, "source", source);
    name(parameters, "topic", topic);
    known(parameters, "from", from);
    known(parameters, "to", to);
    parameters.check();
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidInput("to", "must be after from");
    }
  }

  /**
   * Reads it from a request's parameters, each of which may be null.
   *
   * @throws InvalidInput naming all that is wrong
   */
  static DeliveryFilter parse(String status, String source, String topic, String from, String to) {
    Parameters parameters = new Parameters();
    DeliveryState state =
        parameters.read(() -> PageQuery.choice("status", DeliveryState.class, status));
    Instant since = parameters.read(() -> time("from", from));
    Instant until = parameters.read(() -> time("to", to));
    parameters.check();
    return new DeliveryFilter(state, source, topic, since, until);
  }

  /** PostgreSQL's text cannot have NUL, and no name has invisible characters. */
  private static void name(Parameters parameters, String field, String text) {
    if (text != null && !PlainText.isPlain(text)) {
      parameters.wrong(field, "must be plain text on one line");
    }
  }

  /** Within the range of PostgreSQL's timestamps. */
  private static void known(Parameters parameters, String field, Instant time) {
    if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
      parameters.wrong(field, "must be between " + EARLIEST + " and " + LATEST);
    }
  }

  private static Instant time(String name, String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidInput(name, "must be an instant such as 2026-11-22T19:05:00Z");
    }
  }

  boolean isEmpty() {
    return Stream.of(status, source, topic, from, to).allMatch(given -> given == null);
  }
}
