package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs beside the topologies take the settings of the process that counts. */
class ToolSettingsTest {

  @TempDir private Path folder;

  @Test
  void theSettingsOfTheProcessAreTheirs() throws IOException {
    ToolSettings settings =
        ToolSettings.read(
            yaml(
                """
                kafka:
                  bootstrapServers: kafka.example:9093
                  properties:
                    security.protocol: SASL_SSL
                    sasl.jaas.config: secret
                analytics:
                  application: other-analytics
                  grace: 10m
                """));

    assertThat(settings.kafka().bootstrapServers()).isEqualTo("kafka.example:9093");
    assertThat(settings.kafka().clientProperties())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "secret");
    assertThat(settings.analytics().application()).isEqualTo("other-analytics");
    assertThat(settings.analytics().times().grace()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theShippedOnesCanBeRead() {
    ToolSettings settings = ToolSettings.read("analytics.yml");

    assertThat(settings.analytics().times()).isEqualTo(AnalyticsSettings.DEFAULT.times());
    assertThat(settings.analytics().application()).isEqualTo("pet-analytics");
  }

  @Test
  void aRollupByItselfHasTwoThreads() throws IOException {
    int two = Math.min(2, Runtime.getRuntime().availableProcessors());
    assertThat(threads("analytics: {rollups: options}")).isEqualTo(two);
    assertThat(threads("analytics: {rollups: 'options, funnel'}")).isEqualTo(1);
    assertThat(threads("analytics: {rollups: ''}")).isEqualTo(1);
    assertThat(threads("analytics: {rollups: options, threads: 3}")).isEqualTo(3);
  }

  private int threads(String settings) throws IOException {
    return ToolSettings.read(yaml(settings)).analytics().threads();
  }

  @Test
  void whatIsWrongIsSaidWithoutWhatMayBeASecret() throws IOException {
    String unknown = yaml("analytics: {grases: 10m}");
    assertThatThrownBy(() -> ToolSettings.read(unknown)).hasMessageContaining("grases");
    String outOfBounds = yaml("analytics: {threads: 0}");
    assertThatThrownBy(() -> ToolSettings.read(outOfBounds))
        .hasMessageContaining("analytics.threads must be positive");
    String malformed = yaml("kafka: {properties: {password: \"hush\"hush\"}}");
    assertThatThrownBy(() -> ToolSettings.read(malformed))
        .hasMessageContaining("Malformed YAML at line: 1")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> ToolSettings.read(folder.resolve("none.yml").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.yml");
  }

  private String yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yml"), text).toString();
  }
}
