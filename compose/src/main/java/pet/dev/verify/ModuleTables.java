package pet.dev.verify;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a module's own tables are. */
@FunctionalInterface
public interface ModuleTables {

  /**
   * Opens a connection; the caller closes it.
   *
   * @param module such as {@code builder}
   */
  Connection connect(String module) throws SQLException;
}
