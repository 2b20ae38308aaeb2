package pet.platform.database;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.lockservice.LockServiceFactory;
import liquibase.ui.LoggerUIService;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** A module's own schema: its pool, its migrations, and JDBI on it. */
public final class ModuleDatabase {

  // PostgreSQL keeps a prepared statement's plan for as long as nobody counts the table anew, a
  // minute at least. Queues are empty when it is made, and every module has one, its outbox: all of
  // a backlog would then be read for each row that is taken, or for each bucket.
  private static final String INDEXES = "-c enable_seqscan=off";

  private final String schema;
  private final DatabaseSettings settings;
  private final ManagedDataSource dataSource;

  /**
   * @param schema also names the pool's metrics and the connections' application name
   */
  public ModuleDatabase(DatabaseSettings settings, String schema, MetricRegistry metrics) {
    this.schema = schema;
    this.settings = settings;
    this.dataSource = pool(settings, schema, metrics);
  }

  private static ManagedDataSource pool(
      DatabaseSettings settings, String schema, MetricRegistry metrics) {
    DataSourceFactory factory = new DataSourceFactory();
    factory.setDriverClass("org.postgresql.Driver");
    factory.setUrl(settings.url());
    factory.setUser(settings.user());
    factory.setPassword(settings.password().value());
    factory.setProperties(
        Map.of(
            "currentSchema", schema,
            "options", INDEXES,
            "ApplicationName", "pet-" + schema,
            "reWriteBatchedInserts", "true",
            // Else an exception quotes the row that a constraint refused, and a log quotes that.
            "logServerErrorDetail", "false",
            "tcpKeepAlive", "true",
            "connectTimeout", "2",
            // A server that hangs takes connections, and says nothing on them.
            "loginTimeout", "4",
            "socketTimeout", "20"));
    factory.setInitialSize(1);
    factory.setMinSize(1);
    factory.setMaxSize(settings.poolSize());
    factory.setMaxWaitForConnection(Duration.seconds(2));
    factory.setValidationQuery(ConnectionCheck.QUESTION);
    factory.setValidationQueryTimeout(Duration.seconds(2));
    factory.setValidatorClassName(Optional.of(ConnectionCheck.class.getName()));
    // A connection that PostgreSQL dropped is found at the latest this long after its last check.
    factory.setValidationInterval(Duration.milliseconds(500));
    factory.setCheckConnectionOnBorrow(true);
    factory.setCheckConnectionWhileIdle(true);
    factory.setEvictionInterval(Duration.seconds(10));
    return factory.build(metrics, "postgresql-" + schema);
  }

  /** Opened and closed with the process. */
  public ManagedDataSource dataSource() {
    return dataSource;
  }

  /** JDBI with SQL objects, PostgreSQL's types, and JSON columns. */
  public Jdbi jdbi(ObjectMapper json) {
    Jdbi jdbi =
        Jdbi.create(dataSource)
            .installPlugin(new SqlObjectPlugin())
            .installPlugin(new PostgresPlugin())
            .installPlugin(new Jackson2Plugin());
    // As PostgreSQL writes bytes: its driver takes an array of them only where nobody looks inside.
    jdbi.registerArrayType(byte[].class, "bytea", bytes -> "\\x" + HexFormat.of().formatHex(bytes));
    jdbi.getConfig(Jackson2Config.class).setMapper(json);
    // JDBI would quote the arguments, too.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(
            e -> PlainSql.words(e.getStatementContext().getRawSql(), e.getShortMessage()));
    return jdbi;
  }

  /**
   * Brings the schema up to date, under a {@link MigrationLock}. Liquibase's own lock is a table:
   * of two processes that find it missing one would fail, and one that is killed leaves it locked.
   *
   * @param changelog a classpath resource
   */
  public void migrate(String changelog) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      try (MigrationLock lock = MigrationLock.acquire(connection, schema)) {
        createSchema(connection);
        Scope.child(
            Map.of(
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                "false"),
            () -> update(lock.connection(), changelog));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(
          "cannot reach PostgreSQL at "
              + settings.url()
              + " (settings database.url and databases.<module>.url): "
              + e.getMessage(),
          e);
    }
  }

  private void createSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
    }
  }

  private void update(Connection connection, String changelog) throws Exception {
    var database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    database.setDefaultSchemaName(schema);
    database.setLiquibaseSchemaName(schema);
    // We hold the migration lock, so a lock of Liquibase's is one that a killed process left.
    LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
    new CommandScope(UpdateCommandStep.COMMAND_NAME)
        .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
        .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, changelog)
        .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
        .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY_OUTPUT, UpdateSummaryOutputEnum.LOG)
        .execute();
  }
}
