package pet.testing;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import pet.messaging.KafkaSettings;
import pet.messaging.RedisSettings;
import redis.clients.jedis.RedisClient;

/** The servers in containers, on host ports that stay the same when one is stopped and started. */
final class ContainerServers extends Servers {

  private static final int POSTGRES = 5432;
  private static final int REDIS = 6379;
  private static final int KAFKA = 9092;

  private final PostgreSQLContainer postgres =
      new PostgreSQLContainer("postgres:17-alpine")
          .withUsername("pet")
          .withPassword("pet")
          .withDatabaseName("pet");
  private final GenericContainer<?> redis =
      new GenericContainer<>("redis:8-alpine").withExposedPorts(REDIS);
  private final KafkaContainer kafka =
      new KafkaContainer("apache/kafka:4.3.1")
          .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
          .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "3")
          .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3")
          .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "2000")
          .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500");

  ContainerServers() {
    keepPort(postgres, POSTGRES);
    keepPort(redis, REDIS);
    keepPort(kafka, KAFKA);
    // "docker start" runs the command again: PostgreSQL then logs that it is ready once, not twice.
    postgres.waitingFor(Wait.forListeningPort());
    redis.waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    Startables.deepStart(postgres, redis, kafka).join();
  }

  private static void keepPort(GenericContainer<?> container, int port) {
    container.setPortBindings(List.of(FreePorts.next() + ":" + port));
  }

  @Override
  public Server postgres() {
    return server(postgres, this::askPostgres);
  }

  @Override
  public Server redis() {
    return server(redis, this::askRedis);
  }

  @Override
  public Server kafka() {
    return server(kafka, this::askKafka);
  }

  private static Server server(GenericContainer<?> container, Question question) {
    return new Server() {
      @Override
      public void stop() {
        container
            .getDockerClient()
            .stopContainerCmd(container.getContainerId())
            .withTimeout((int) Duration.ofSeconds(10).toSeconds())
            .exec();
      }

      @Override
      public void start() {
        if (!container.isRunning()) {
          container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        }
        // Docker takes connections before the server does: only an answer of its own counts.
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> question.ask() != null);
      }
    };
  }

  /** Asks a server for something; throws where it does not answer. */
  private interface Question {
    Object ask() throws Exception;
  }

  private Object askPostgres() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), "pet", "pet")) {
      return connection.isValid(1);
    }
  }

  private Object askRedis() {
    try (RedisClient client = RedisSettings.at(redisUri().toString()).client()) {
      return client.ping();
    }
  }

  private Object askKafka() throws Exception {
    try (Admin admin = Admin.create(KafkaSettings.at(bootstrapServers()).clientProperties())) {
      return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
    }
  }

  @Override
  protected String jdbcUrl() {
    return "jdbc:postgresql://"
        + postgres.getHost()
        + ":"
        + postgres.getMappedPort(POSTGRES)
        + "/pet";
  }

  @Override
  public URI redisUri() {
    return URI.create("redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS));
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public void close() {
    kafka.stop();
    redis.stop();
    postgres.stop();
  }
}
