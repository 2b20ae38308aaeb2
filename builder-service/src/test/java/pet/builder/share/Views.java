package pet.builder.share;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import pet.platform.database.DatabaseSettings;

/** What the database holds about views. */
record Views(DatabaseSettings database) {

  /** Makes all of them older than any request that may still be sent on again. */
  void age() throws SQLException {
    try (Connection connection = connect();
        Statement update = connection.createStatement()) {
      update.executeUpdate("UPDATE builder.share_view SET seen_at = seen_at - interval '1 hour'");
      update.executeUpdate(
          "UPDATE builder.share_request SET seen_at = seen_at - interval '1 hour'");
    }
  }

  /** A view as a replica of before 013-share-request writes it. */
  void ofAReplicaOfBefore(String path, String requestId) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO builder.share_view (design_id, trace_id) VALUES (?, ?)")) {
      insert.setObject(1, id(path));
      insert.setString(2, requestId);
      insert.executeUpdate();
    }
  }

  /** Views of a design that were not added up yet. */
  int waiting(String path) throws SQLException {
    return count("SELECT count(*) FROM builder.share_view WHERE design_id = ?", path);
  }

  /** Requests for a design that are remembered. */
  int requests(String path) throws SQLException {
    return count("SELECT count(*) FROM builder.share_request WHERE design_id = ?", path);
  }

  private int count(String sql, String path) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, id(path));
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  private static UUID id(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.user(), database.password().value());
  }
}
