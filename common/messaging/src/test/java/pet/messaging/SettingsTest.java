package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void whatIsNotSaidHasADefault() throws JsonProcessingException {
    assertThat(Json.strict().readValue("{}", KafkaSettings.class)).isEqualTo(KafkaSettings.DEFAULT);
    assertThat(Json.strict().readValue("{}", RedisSettings.class)).isEqualTo(RedisSettings.DEFAULT);
    assertThat(KafkaSettings.DEFAULT.partitions()).isEqualTo(4);
    assertThat(RedisSettings.DEFAULT.timeoutMillis()).isEqualTo(500);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(RedisSettings.at("rediss://user:secret@redis.example:6380/1").toString())
        .contains("redis.example:6380")
        .doesNotContain("secret");
    assertThat(new KafkaSettings(null, null, null, Map.of("sasl.jaas.config", "secret")).toString())
        .doesNotContain("secret");
  }

  @Test
  void aFaultNamesItsSetting() {
    assertThatThrownBy(() -> RedisSettings.at("http://127.0.0.1"))
        .hasMessageContaining("redis.uri")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KafkaSettings(null, 0, null, null))
        .hasMessageContaining("kafka.partitions");
  }

  @Test
  void anAggregateKeepsItsBucket() {
    // Stored in every outbox: two versions of the program must agree.
    assertThat(Outbox.bucketOf("")).isZero();
    assertThat(Outbox.bucketOf("123456789")).isEqualTo((short) (0xCBF43926L % 16));
  }
}
