package pet.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.codahale.metrics.MetricRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import pet.analytics.RebuildComparison.Result;
import pet.messaging.KafkaSettings;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** A process that counts, on servers of its own, and rebuilds beside it. */
final class RebuildFixture implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(90);

  final Servers servers;
  final KafkaSettings kafka;
  final TestTopics topics;
  final PetProcess process;
  final Path scratch;

  RebuildFixture(String name) {
    // Of its own: whatever else is in the topics would be counted, too.
    servers = Servers.start();
    kafka = KafkaSettings.at(servers.bootstrapServers());
    topics = new TestTopics(servers.bootstrapServers());
    scratch = Path.of("target", name + "-" + ProcessHandle.current().pid());
    process =
        PetProcess.of("analytics-streams", List.of(new AnalyticsModule()), "analytics.yml")
            .on(servers)
            .with("analytics.stateDirectory", scratch.resolve("streams"))
            .start();
  }

  @Override
  public void close() {
    process.close();
    topics.close();
    servers.close();
  }

  Result rebuild(String rollup, boolean dryRun) {
    Rollups rollups = rollups();
    return new Rebuild(
            kafka,
            AnalyticsSettings.DEFAULT.in(scratch.resolve("anew")),
            rollups.named(rollup).orElseThrow(),
            line -> {})
        .run(dryRun);
  }

  static Rollups rollups() {
    return new Rollups(AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
  }

  void write(String topic, String key, String json) {
    topics.send(new ProducerRecord<>(topic, key, json == null ? null : json.getBytes(UTF_8)));
  }

  List<String> names() {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      return List.copyOf(admin.listTopics().names().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
