package pet.platform;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import pet.messaging.KafkaSettings;

/** Whether Kafka answers. */
final class KafkaPing extends HealthCheck implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 2000;

  private final KafkaSettings settings;
  private Admin admin;

  KafkaPing(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  protected synchronized Result check() throws InterruptedException {
    try {
      int brokers =
          admin().describeCluster().nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).size();
      return Result.healthy("%d broker(s)", brokers);
    } catch (ExecutionException | TimeoutException e) {
      return Result.unhealthy(
          "no answer from %s (setting kafka.bootstrapServers)", settings.bootstrapServers());
    }
  }

  // Made at the first check: a process that nobody asks needs no connection.
  private Admin admin() {
    if (admin == null) {
      Map<String, Object> config = settings.clientProperties();
      config.put(AdminClientConfig.CLIENT_ID_CONFIG, "pet-health");
      config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
      config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
      config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
      admin = Admin.create(config);
    }
    return admin;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }
}
