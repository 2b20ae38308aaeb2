package pet.dev;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import pet.dev.DevServers.Ports;

/** Where a module's own tables are, by the environment variables that the module itself reads. */
public final class ModuleDatabase {

  private ModuleDatabase() {}

  /**
   * Opens a connection; the caller closes it.
   *
   * @param module such as {@code builder}
   */
  public static Connection connect(String module) throws SQLException {
    String own = "PET_" + module.toUpperCase(Locale.ROOT) + "_DATABASE_";
    int port = Ports.fromEnvironment().postgres();
    return DriverManager.getConnection(
        setting(own, "URL", "jdbc:postgresql://localhost:" + port + "/pet"),
        setting(own, "USER", "pet"),
        setting(own, "PASSWORD", "pet"));
  }

  /** The module's own, or that of all. */
  private static String setting(String own, String name, String usual) {
    return Variables.text(own + name, Variables.text("PET_DATABASE_" + name, usual));
  }
}
