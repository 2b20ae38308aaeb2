package pet.builder.share;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import pet.platform.database.DatabaseSettings;

/** What the database holds about views. */
record Views(DatabaseSettings database) {

  /** Makes all of them older than any request that may still be sent on again. */
  void age() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE builder.share_view SET seen_at = seen_at - interval '1 hour'")) {
      update.executeUpdate();
    }
  }

  /** Views of a design that were not added up yet. */
  int waiting(String path) throws SQLException {
    String id = path.substring(path.lastIndexOf('/') + 1);
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT count(*) FROM builder.share_view WHERE design_id = ?")) {
      query.setObject(1, UUID.fromString(id));
      try (ResultSet result = query.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }
}
