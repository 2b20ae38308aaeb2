package pet.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import pet.platform.Secret;
import pet.platform.database.DatabaseSettings;

/**
 * Real PostgreSQL, Redis and Kafka for tests, one of each per JVM. The system property {@code
 * pet.infra} chooses: {@code embedded}, {@code containers}, or {@code auto} (containers where
 * Docker answers, embedded otherwise).
 */
public abstract class Servers implements AutoCloseable {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static Servers shared;

  /** The JVM's servers, started at the first call and stopped with the JVM. */
  public static synchronized Servers shared() {
    if (shared == null) {
      Servers servers = start();
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-test-servers"));
      shared = servers;
    }
    return shared;
  }

  /** Servers of the caller's own, for tests that take them away. */
  public static Servers start() {
    String wanted = System.getProperty("pet.infra", "auto");
    return switch (wanted) {
      case "embedded" -> new EmbeddedTestServers();
      case "containers" -> new ContainerServers();
      case "auto" -> dockerAnswers() ? new ContainerServers() : new EmbeddedTestServers();
      default ->
          throw new IllegalArgumentException(
              "pet.infra is auto, embedded or containers, not " + wanted);
    };
  }

  private static boolean dockerAnswers() {
    // Testcontainers complains at length where there is no trace of Docker: do not even ask.
    if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
      return false;
    }
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      return false;
    }
  }

  public abstract Server postgres();

  public abstract Server redis();

  public abstract Server kafka();

  /** Of the database {@code pet}. */
  protected abstract String jdbcUrl();

  public abstract URI redisUri();

  public abstract String bootstrapServers();

  /** A new, empty database. */
  public DatabaseSettings newDatabase() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), "pet", "pet");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make database " + name, e);
    }
    return new DatabaseSettings(
        jdbcUrl().replaceFirst("/pet$", "/" + name), "pet", new Secret("pet"), null);
  }

  @Override
  public abstract void close();
}
