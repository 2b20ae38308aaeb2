package pet.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Held by the one process that creates or migrates a schema: an advisory lock of PostgreSQL, which
 * is released with its connection, so a process that is killed leaves no lock behind.
 */
record MigrationLock(Connection connection, String schema) implements AutoCloseable {

  private static final long PATIENCE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long PAUSE_MILLIS = 100;

  /**
   * Waits for it. Asks again and again: a connection that is silent for long is given up.
   *
   * @throws IllegalStateException if another process has it for minutes
   */
  static MigrationLock acquire(Connection connection, String schema)
      throws SQLException, InterruptedException {
    MigrationLock lock = new MigrationLock(connection, schema);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!lock.ask("SELECT pg_try_advisory_lock(727002, hashtext(?))")) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "another process has been changing the schema " + schema + " for five minutes");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return lock;
  }

  private boolean ask(String question) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, schema);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    // Liquibase turns it off, and the pool hands connections on as they come back: whatever ran
    // on this one would be taken for a part of a transaction that nobody ends.
    connection.setAutoCommit(true);
    ask("SELECT pg_advisory_unlock(727002, hashtext(?))");
  }
}
