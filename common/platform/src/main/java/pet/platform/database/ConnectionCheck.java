package pet.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.tomcat.jdbc.pool.Validator;

/**
 * Asks over a connection whether PostgreSQL answers, before the connection is used. The driver's
 * own limit asks a server that hangs to stop, and waits for its word; this one waits for the
 * network, so that whoever comes while it hangs is told so soon. Public, for the pool makes it.
 */
public final class ConnectionCheck implements Validator {

  static final String QUESTION = "/* health */ SELECT 1";

  private static final int PATIENCE_MILLIS = 2_000;

  @Override
  public boolean validate(Connection connection, int action) {
    try {
      int usual = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
      try (Statement statement = connection.createStatement()) {
        statement.execute(QUESTION);
      }
      connection.setNetworkTimeout(Runnable::run, usual);
      return true;
    } catch (SQLException e) {
      // The pool closes it; whose it was is told by what they meet with instead.
      return false;
    }
  }
}
