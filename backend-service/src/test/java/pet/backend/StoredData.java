package pet.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import pet.platform.database.DatabaseSettings;
import redis.clients.jedis.RedisClient;

/** What lies in the store's tables and in Redis, to search for what should be gone. */
record StoredData(DatabaseSettings database, RedisClient redis) {

  /**
   * Where one of these texts is: in tables, but for those of events on their way, and the cache.
   */
  List<String> traces(String... texts) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = connect()) {
      for (String table : tables(connection)) {
        for (String text : texts) {
          try (var query =
              connection.prepareStatement(
                  "SELECT 1 FROM " + table + " t WHERE t::text LIKE '%' || ? || '%'")) {
            query.setString(1, text);
            try (ResultSet rows = query.executeQuery()) {
              if (rows.next()) {
                found.add(table + ": " + text);
              }
            }
          }
        }
      }
    }
    for (String key : redis.keys("pet:*")) {
      String value = redis.type(key).equals("string") ? redis.get(key) : "";
      for (String text : texts) {
        if (value.contains(text)) {
          found.add(key + ": " + text);
        }
      }
    }
    return found;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (var query =
            connection.prepareStatement(
                """
                SELECT table_schema || '.' || table_name FROM information_schema.tables
                WHERE table_schema IN ('builder', 'orders', 'users', 'webhook')
                  AND table_name <> 'outbox'
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    assertThat(tables).hasSizeGreaterThan(10);
    return tables;
  }

  /** How many bodies of deliveries about an order are kept; they are encrypted, so not searched. */
  int bodiesOf(long shopifyOrderId) throws SQLException {
    try (Connection connection = connect();
        var query =
            connection.prepareStatement(
                "SELECT count(body) FROM webhook.delivery WHERE lane LIKE '%:' || ?")) {
      query.setString(1, Long.toString(shopifyOrderId));
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Executes a statement that changes rows. */
  void change(String statement) throws SQLException {
    try (Connection connection = connect();
        var update = connection.createStatement()) {
      assertThat(update.executeUpdate(statement)).isPositive();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.user(), database.password().value());
  }
}
