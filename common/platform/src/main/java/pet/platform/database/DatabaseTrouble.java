package pet.platform.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;

/** Distinguishes a database outage from a wrong statement. */
public final class DatabaseTrouble {

  private DatabaseTrouble() {}

  /** Whether PostgreSQL cannot be reached, is shutting down or starting, or is out of resources. */
  public static boolean isOutage(Throwable thrown) {
    return find(thrown) != null;
  }

  /** One line for the log, without values. */
  public static String summary(Throwable thrown) {
    SQLException e = find(thrown);
    return e == null
        ? thrown.getClass().getSimpleName()
        : e.getClass().getSimpleName() + " " + e.getSQLState();
  }

  private static SQLException find(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof PoolExhaustedException || t instanceof SQLTransientException) {
        return (SQLException) t;
      }
      if (t instanceof SQLException e && e.getSQLState() != null) {
        String state = e.getSQLState();
        // 08 connection, 53 resources, 57P01-03 shutdown and start
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
          return e;
        }
      }
    }
    return null;
  }
}
