package pet.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Records which events a consumer has processed, in the transaction of its changes. */
public final class Inbox {

  // Plain JDBC, like the outbox: every report of a webhook uses this.
  private static final String INSERT =
      "INSERT INTO inbox (consumer, event_id, result) VALUES (?, ?, '') ON CONFLICT DO NOTHING";

  private static final String KEEP =
      "UPDATE inbox SET result = ? WHERE consumer = ? AND event_id = ?";

  private static final String RESULT =
      "SELECT result FROM inbox WHERE consumer = ? AND event_id = ?";

  private Inbox() {}

  /**
   * Processes an event if it is new to this consumer; otherwise changes nothing. In both cases
   * returns the result of the first processing, so that a repeat gets the same answer. If two
   * transactions have the same event the second waits for the first.
   *
   * @param work makes the change and returns its result
   * @throws IllegalStateException outside of a transaction
   */
  public static String once(
      Handle transaction, String consumer, String eventId, Supplier<String> work) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("the inbox is written in the consumer's transaction");
    }
    Connection connection = transaction.getConnection();
    try {
      if (update(connection, INSERT, consumer, eventId) == 0) {
        return result(connection, consumer, eventId);
      }
      String result = work.get();
      update(connection, KEEP, result, consumer, eventId);
      return result;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private static int update(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setString(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }

  private static String result(Connection connection, String consumer, String eventId)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(RESULT)) {
      query.setString(1, consumer);
      query.setString(2, eventId);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /**
   * Removes entries from before a time, a limited number at once, so that nobody waits long for it.
   *
   * @param before a time so long ago that no event from before it is sent again
   * @return how many were removed, at most the limit
   */
  public static int forget(Handle handle, String consumer, Instant before, int most) {
    return handle
        .createUpdate(
            """
            DELETE FROM inbox WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM inbox WHERE consumer = :consumer AND processed_at < :before
              LIMIT :most FOR UPDATE SKIP LOCKED))
            """)
        .bind("consumer", consumer)
        .bind("before", before)
        .bind("most", most)
        .execute();
  }
}
