package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.Events;
import pet.messaging.Topics;
import pet.testing.Servers;

/** A process of its own that is killed in the middle of its work, and must not have miscounted. */
class KillIT {

  private static final String DAY = "day|2026-11-19T00:00:00Z";
  private static final int KILLS = 3;
  private static final int EVENTS_A_ROUND = 150;

  // Of this run alone: another run's Kafka knows nothing of it.
  private final Path state =
      Path.of("target", "kill-it-" + ProcessHandle.current().pid()).toAbsolutePath();

  @Test
  void everyEventCountsOnceWhateverIsKilledWhen() throws Exception {
    Servers servers = Servers.shared();
    AtomicInteger sent = new AtomicInteger();
    Process process = start(servers);
    try (TestTopics topics = new TestTopics(servers.bootstrapServers())) {
      for (int kill = 0; kill < KILLS; kill++) {
        int before = sent.get();
        feed(topics, sent);
        await().atMost(Duration.ofSeconds(60)).until(() -> counted(topics) > before);
        feed(topics, sent);
        process.destroyForcibly().waitFor();
        feed(topics, sent);
        process = start(servers);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(counted(topics)).isEqualTo(sent.get()));
      // Nothing is added afterwards.
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> counted(topics) == sent.get());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static long counted(TestTopics topics) {
    return topics.number(Topics.ANALYTICS_DESIGNS, DAY, "created");
  }

  /** Events of distinct designs, every tenth of them twice. */
  private static void feed(TestTopics topics, AtomicInteger sent) {
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      int n = sent.getAndIncrement();
      ProducerRecord<String, byte[]> event =
          Events.record(
              "2026-11-19T%02d:%02d:00Z".formatted(n / 60 % 24, n % 60),
              Events.created("design-" + n, "user-" + n % 50));
      topics.send(event);
      if (n % 10 == 0) {
        topics.send(event);
      }
    }
  }

  private Process start(Servers servers) throws IOException {
    Files.createDirectories(state);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "-Ddw.server.applicationConnectors[0].port=" + freePort(),
            "-Ddw.server.adminConnectors[0].port=" + freePort(),
            "-Ddw.kafka.bootstrapServers=" + servers.bootstrapServers(),
            "-Ddw.redis.uri=" + servers.redisUri(),
            "-Ddw.login.developmentKey=" + state.resolve("development.jwk"),
            "-Ddw.analytics.application=kill-it",
            "-Ddw.analytics.stateDirectory=" + state.resolve("streams"),
            AnalyticsStreams.class.getName(),
            "server",
            "analytics.yml");
    File log = state.resolve("process.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
