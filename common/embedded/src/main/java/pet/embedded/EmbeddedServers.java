package pet.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All three, started side by side. Either all start or none: a taken port or data directory is
 * reported before anything has started.
 */
public final class EmbeddedServers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private final EmbeddedKafka kafka;
  private final Path scratch;

  public EmbeddedServers(
      ServerOptions postgresOptions, ServerOptions redisOptions, ServerOptions kafkaOptions) {
    this(postgresOptions, redisOptions, kafkaOptions, null);
  }

  private EmbeddedServers(
      ServerOptions postgresOptions,
      ServerOptions redisOptions,
      ServerOptions kafkaOptions,
      Path scratch) {
    this.postgres = new EmbeddedPostgres(postgresOptions);
    this.redis = new EmbeddedRedis(redisOptions);
    this.kafka = new EmbeddedKafka(kafkaOptions);
    this.scratch = scratch;
  }

  /**
   * Servers whose data stays, in {@code postgres}, {@code redis} and {@code kafka} below a
   * directory.
   */
  public static EmbeddedServers durable(
      Path data, Path binaries, int postgresPort, int redisPort, int kafkaPort) {
    return new EmbeddedServers(
        new ServerOptions(postgresPort, data.resolve("postgres"), binaries, true),
        new ServerOptions(redisPort, data.resolve("redis"), binaries, true),
        new ServerOptions(kafkaPort, data.resolve("kafka"), binaries, true));
  }

  /**
   * Servers for tests, on free ports, in a directory of their own that is deleted on close.
   *
   * @param home binaries are kept in {@code bin} and data in {@code tmp} below it; what a killed
   *     JVM has left there is cleared away
   */
  public static EmbeddedServers throwaway(Path home) {
    Path binaries = home.resolve("bin");
    Path data = Scratch.create(home.resolve("tmp"));
    return new EmbeddedServers(
        new ServerOptions(0, data.resolve("postgres"), binaries, false),
        new ServerOptions(0, data.resolve("redis"), binaries, false),
        new ServerOptions(0, data.resolve("kafka"), binaries, false),
        data);
  }

  public EmbeddedPostgres postgres() {
    return postgres;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  private List<AbstractServer> all() {
    return List.of(postgres, redis, kafka);
  }

  /**
   * Starts those that do not run and returns when all answer.
   *
   * @throws EmbeddedServerException as {@link EmbeddedServer#start()}; none runs then
   */
  public void start() {
    long begin = System.nanoTime();
    try {
      all().forEach(AbstractServer::hold);
      all().forEach(AbstractServer::makeReady);
    } catch (RuntimeException e) {
      all().forEach(AbstractServer::abandon);
      throw e;
    }
    ExecutorService threads = Executors.newFixedThreadPool(all().size());
    try {
      CompletableFuture.allOf(
              all().stream()
                  .map(server -> CompletableFuture.runAsync(server::start, threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } catch (CompletionException e) {
      stop();
      throw e.getCause() instanceof EmbeddedServerException known
          ? known
          : new EmbeddedServerException("The embedded servers did not start", e.getCause());
    } finally {
      threads.shutdown();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    LOG.info("PostgreSQL, Redis and Kafka are ready after {} ms", took.toMillis());
  }

  /** Stops all, and keeps ports and data for another start. */
  public void stop() {
    // Kafka first, it takes longest and calls nobody; the truth, PostgreSQL, last.
    inTurn(EmbeddedServer::stop);
  }

  /** Stops all and lets go of their data, which is deleted unless it is durable. */
  @Override
  public void close() {
    inTurn(EmbeddedServer::close);
    if (scratch != null) {
      Scratch.delete(scratch);
    }
  }

  private void inTurn(Consumer<EmbeddedServer> action) {
    RuntimeException failure = null;
    for (EmbeddedServer server : List.of(kafka, redis, postgres)) {
      try {
        action.accept(server);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
