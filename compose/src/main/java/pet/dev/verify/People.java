package pet.dev.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import pet.dev.CommittedTopics;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * How many different people are behind a window's design events. Which event carries somebody's id
 * only the event tells: the tables forget who was erased and never knew when somebody opted out. So
 * they are counted one by one in the events, and must be no more than the tables have owners.
 */
final class People {

  private static final ObjectMapper JSON = Json.tolerant();

  /** So few the sketch counts exactly. */
  private static final long EXACT = 300;

  /**
   * Four times the stated standard error of 1.6 %: of 16,000 windows that are right one is farther.
   */
  private static final double ERROR = 0.065;

  private static final String OWNERS =
      """
      SELECT floor(extract(epoch FROM at) / ?)::bigint * ?,
        count(DISTINCT owner) + count(DISTINCT id) FILTER (WHERE owner IS NULL)
      FROM (
        SELECT id, owner, created_at AS at FROM builder.design
        UNION ALL SELECT id, owner, deleted_at FROM builder.design WHERE deleted_at IS NOT NULL
        UNION ALL SELECT d.id, d.owner, c.changed_at
          FROM builder.design d JOIN builder.design_change c ON c.design_id = d.id
        UNION ALL SELECT d.id, d.owner, s.created_at
          FROM builder.design d JOIN builder.share s ON s.design_id = d.id) AS event
      GROUP BY 1
      """;

  private final Map<Window, Set<Integer>> named = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Window, Long> owners = new HashMap<>();

  /** The least and the most that a sketch may say. */
  record Bounds(long least, long most) {}

  private People() {}

  /**
   * Reads the events, and asks the builder's database.
   *
   * @throws SQLException if that does not answer
   */
  static People read(KafkaSettings kafka, ModuleTables tables, Rollup rollup) throws SQLException {
    People people = new People();
    CommittedTopics.read(kafka, List.of(Topics.DESIGN_EVENTS), event -> people.add(rollup, event));
    try (Connection connection = tables.connect("builder");
        PreparedStatement statement = connection.prepareStatement(OWNERS)) {
      for (Grain grain : rollup.grains()) {
        statement.setLong(1, grain.seconds());
        statement.setLong(2, grain.seconds());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            people.owners.put(new Window(grain, rows.getLong(1), ""), rows.getLong(2));
          }
        }
      }
    }
    return people;
  }

  /** Of a window that nothing came late for. */
  Bounds bounds(Window window) {
    long exact = named.getOrDefault(window, Set.of()).size();
    long most = Math.min(exact, owners.getOrDefault(window, 0L));
    return new Bounds(exact - error(exact), most + error(most));
  }

  private static long error(long number) {
    return number <= EXACT ? 0 : (long) Math.ceil(number * ERROR);
  }

  private void add(Rollup rollup, ConsumerRecord<String, byte[]> event) {
    Optional<Instant> time = header(event, "ce_time").flatMap(People::instant);
    if (time.isEmpty() || event.value() == null) {
      return;
    }
    try {
      JsonNode userId = JSON.readTree(event.value()).path("userId");
      if (userId.isTextual()) {
        int number = numbers.computeIfAbsent(userId.asText(), any -> numbers.size());
        for (Grain grain : rollup.grains()) {
          Window window = new Window(grain, grain.startOf(time.get().getEpochSecond()), "");
          named.computeIfAbsent(window, any -> new HashSet<>()).add(number);
        }
      }
    } catch (IOException e) {
      // No topology could read it either: it is among the dead letters.
      return;
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(ConsumerRecord<?, ?> event, String name) {
    return Optional.ofNullable(event.headers().lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }
}
