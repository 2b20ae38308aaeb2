package pet.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka: one node, broker and controller, inside this JVM. Topics have to be created; their
 * retention and compaction are theirs.
 */
public final class EmbeddedKafka extends AbstractServer {
  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";

  /** Kafka leaves this file after an orderly stop, and deletes it when it starts. */
  private static final String CLEAN = ".kafka_cleanshutdown";

  /** Our note of which Kafka formatted the folder: the level of its metadata. */
  private static final String LEVEL = "metadata.level";

  private volatile KafkaRaftServer server;

  public EmbeddedKafka(ServerOptions options) {
    super("Kafka", options);
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  @Override
  void reapLeftOver() {
    // It ended with its JVM.
  }

  @Override
  void boot(int onPort) {
    KafkaConfig config = new KafkaConfig(settings(onPort, Ports.pick()), false);
    KafkaRaftServer starting = null;
    try {
      format(directory().data());
      starting = new KafkaRaftServer(config, Time.SYSTEM);
      starting.startup();
      server = starting;
    } catch (Exception e) {
      if (starting != null) {
        end(starting);
      }
      throw new EmbeddedServerException(name() + " did not start: " + e.getMessage(), e);
    }
  }

  private boolean formatted() {
    return Files.exists(directory().data().resolve("meta.properties"));
  }

  private void format(Path data) throws Exception {
    Path level = data.resolve(LEVEL);
    if (formatted()) {
      checkLevel(level);
      return;
    }
    Files.createDirectories(data);
    Files.writeString(level, Short.toString(MetadataVersion.latestProduction().featureLevel()));
    try (PrintStream silence =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName(CONTROLLER)
          .setMetadataLogDirectory(data.toString())
          .addDirectory(data.toString())
          // A crash may have left half of it.
          .setIgnoreFormatted(true)
          .setPrintStream(silence)
          .run();
    }
  }

  /** A broker that finds records of a newer one ends the whole JVM. */
  private static void checkLevel(Path file) throws IOException {
    int ours = MetadataVersion.latestProduction().featureLevel();
    boolean readable = Files.exists(file) && Integer.parseInt(Files.readString(file)) <= ours;
    if (!readable) {
      throw new EmbeddedServerException(
          "the data in "
              + file.getParent()
              + " was written by a newer Kafka than "
              + MetadataVersion.latestProduction()
              + "; start over (make dev-clean)");
    }
  }

  private Map<String, String> settings(int port, int controllerPort) {
    Map<String, String> s = new HashMap<>();
    s.put("process.roles", "broker,controller");
    s.put("node.id", Integer.toString(NODE));
    s.put("log.dirs", directory().data().toString());
    String broker = "PLAINTEXT://127.0.0.1:" + port;
    s.put("listeners", broker + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    s.put("advertised.listeners", broker);
    s.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    s.put("controller.listener.names", CONTROLLER);
    s.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);

    s.put("controlled.shutdown.enable", "true");
    // After a crash the controller believes in the broker's former self for this long, and a start
    // waits.
    // Otherwise nobody waits for it, and patience keeps a starved machine from fencing its broker.
    boolean crashed = formatted() && !Files.exists(directory().data().resolve(CLEAN));
    s.put("broker.session.timeout.ms", crashed ? "1000" : "5000");
    s.put("broker.heartbeat.interval.ms", crashed ? "200" : "500");

    s.put("auto.create.topics.enable", "false");
    s.put("default.replication.factor", "1");
    s.put("offsets.topic.replication.factor", "1");
    s.put("offsets.topic.num.partitions", "3");
    s.put("transaction.state.log.replication.factor", "1");
    s.put("transaction.state.log.min.isr", "1");
    s.put("transaction.state.log.num.partitions", "3");
    s.put("share.coordinator.state.topic.replication.factor", "1");
    s.put("share.coordinator.state.topic.min.isr", "1");
    s.put("share.coordinator.state.topic.num.partitions", "1");
    s.put("group.initial.rebalance.delay.ms", "0");
    s.put("group.min.session.timeout.ms", "1000");

    // Small: the defaults are for a machine of its own.
    s.put("num.network.threads", "2");
    s.put("num.io.threads", "4");
    s.put("background.threads", "2");
    s.put("num.recovery.threads.per.data.dir", "2");
    s.put("group.coordinator.threads", "1");
    s.put("share.coordinator.threads", "1");
    s.put("log.cleaner.threads", "1");
    s.put("log.cleaner.dedupe.buffer.size", "4194304");
    s.put("log.cleaner.io.buffer.size", "131072");
    s.put("log.index.size.max.bytes", "1048576");
    s.put("queued.max.requests", "100");
    s.put("metric.reporters", "");
    return s;
  }

  @Override
  void halt() {
    KafkaRaftServer running = server;
    server = null;
    if (running != null) {
      end(running);
    }
  }

  private static void end(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }
}
