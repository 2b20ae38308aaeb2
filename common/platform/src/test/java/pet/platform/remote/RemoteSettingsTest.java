package pet.platform.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of calls between processes. */
class RemoteSettingsTest {

  private static final ObjectMapper JSON = Jackson.newObjectMapper();

  @Test
  void whatIsNotToldIsSensible() throws JsonProcessingException {
    assertThat(JSON.readValue("{}", RemoteSettings.class)).isEqualTo(RemoteSettings.DEFAULT);
    assertThat(RemoteSettings.DEFAULT.timeout()).isEqualTo(Duration.seconds(5));
    assertThat(RemoteSettings.DEFAULT.attemptTimeout().toMilliseconds())
        .isLessThan(RemoteSettings.DEFAULT.timeout().toMilliseconds());
  }

  @Test
  void whatIsToldHolds() throws JsonProcessingException {
    RemoteSettings settings =
        JSON.readValue(
            """
            {"timeout": "800ms", "concurrency": 3, "maxAnswer": "1MiB", "breaker": {"pause": "9s"}}
            """,
            RemoteSettings.class);
    assertThat(settings.timeout()).isEqualTo(Duration.milliseconds(800));
    assertThat(settings.concurrency()).isEqualTo(3);
    assertThat(settings.maxAnswer()).isEqualTo(DataSize.mebibytes(1));
    assertThat(settings.breaker().pause()).isEqualTo(Duration.seconds(9));
    assertThat(settings.breaker().window()).isEqualTo(BreakerSettings.DEFAULT.window());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"timeout":"0s"}                          | remote.timeout
          {"attemptTimeout":"0ms"}                  | remote.attemptTimeout
          {"connectTimeout":"0ms"}                  | remote.connectTimeout
          {"attempts":0}                            | remote.attempts
          {"concurrency":-1}                        | remote.concurrency
          {"maxAnswer":"0B"}                        | remote.maxAnswer
          {"maxAnswer":"3GiB"}                      | remote.maxAnswer
          {"breaker":{"failures":101}}              | remote.breaker.failures
          {"breaker":{"minimum":21}}                | remote.breaker.minimum
          {"breaker":{"window":0}}                  | remote.breaker.window
          {"breaker":{"trials":0}}                  | remote.breaker.trials
          {"breaker":{"pause":"0s"}}                | remote.breaker.pause
          """)
  void whatMakesNoSenseIsRefusedByName(String json, String setting) {
    assertThatThrownBy(() -> JSON.readValue(json, RemoteSettings.class))
        .hasMessageContaining("setting " + setting);
  }

  @Test
  void developmentsSecretIsFoundAmongSeveral() throws JsonProcessingException {
    assertThat(RemoteSettings.DEFAULT.believesDevelopment()).isTrue();
    assertThat(settings("mine,dev-internal-secret").believesDevelopment()).isTrue();
    assertThat(settings("mine").believesDevelopment()).isFalse();
  }

  @Test
  void noSecretIsPrinted() throws JsonProcessingException {
    assertThat(settings("mine").toString()).doesNotContain("mine");
  }

  private static RemoteSettings settings(String secret) throws JsonProcessingException {
    return JSON.readValue("{\"secret\":\"" + secret + "\"}", RemoteSettings.class);
  }
}
