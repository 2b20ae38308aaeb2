package pet.messaging;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.RollbackCountCommandStep;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.ui.LoggerUIService;
import org.jdbi.v3.core.Jdbi;
import pet.embedded.EmbeddedPostgres;
import pet.embedded.EmbeddedServer;
import pet.embedded.EmbeddedServers;

/** The real servers of this room's tests: one of each per JVM. */
final class TestServers {

  // Liquibase tells of every step; kept here, for a logger that nobody holds forgets its level.
  private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

  private static EmbeddedServers servers;

  private TestServers() {}

  private static synchronized EmbeddedServers servers() {
    if (servers == null) {
      EmbeddedServers all = EmbeddedServers.throwaway(Path.of(System.getProperty("pet.home")));
      all.start();
      Runtime.getRuntime().addShutdownHook(new Thread(all::close, "stop-test-servers"));
      servers = all;
    }
    return servers;
  }

  static EmbeddedServer postgresServer() {
    return servers().postgres();
  }

  static EmbeddedServer redisServer() {
    return servers().redis();
  }

  static EmbeddedServer kafkaServer() {
    return servers().kafka();
  }

  static KafkaSettings kafka() {
    return KafkaSettings.at(servers().kafka().bootstrapServers());
  }

  static RedisSettings redis() {
    return RedisSettings.at("redis://127.0.0.1:" + servers().redis().port());
  }

  /** A module's schema, new and migrated. */
  static Jdbi newSchema() {
    String schema = "t_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = connect("public");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    migrate(schema);
    return Jdbi.create(() -> connect(schema));
  }

  private static Connection connect(String schema) throws SQLException {
    return DriverManager.getConnection(
        servers().postgres().jdbcUrl() + "?currentSchema=" + schema,
        EmbeddedPostgres.USER,
        EmbeddedPostgres.PASSWORD);
  }

  private static void migrate(String schema) {
    liquibase(
        schema,
        database ->
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, "pet/messaging/outbox.sql")
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .execute());
  }

  /** Takes back the last changes of a schema. */
  static void rollBack(String schema, int changes) {
    liquibase(
        schema,
        database ->
            new CommandScope(RollbackCountCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(
                    DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, "pet/messaging/outbox.sql")
                .addArgumentValue(RollbackCountCommandStep.COUNT_ARG, changes)
                .execute());
  }

  private interface Migration {
    void run(Database database) throws Exception;
  }

  private static void liquibase(String schema, Migration migration) {
    LIQUIBASE.setLevel(Level.WARNING);
    try (Connection connection = connect(schema)) {
      Database database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      database.setDefaultSchemaName(schema);
      Scope.child(
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", "false"),
          () -> migration.run(database));
    } catch (Exception e) {
      throw new IllegalStateException("the migration failed", e);
    }
  }
}
