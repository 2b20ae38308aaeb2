package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.util.Duration;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Money;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceList;

class BuilderSettingsTest {

  private final ObjectMapper yaml = Jackson.newObjectMapper();

  @Test
  void hasDefaults() {
    BuilderSettings settings = new BuilderSettings(null, null, null, null);

    assertThat(settings.taxRate()).isEqualTo(new BigDecimal("0.0875"));
    assertThat(settings.cacheFor()).isEqualTo(Duration.minutes(10));
    assertThat(settings.shop().domain()).isNull();
    assertThat(settings.shop().withDevelopmentVariants().variants()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1", "8.75"})
  void namesTheSettingThatIsWrong(BigDecimal rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BuilderSettings(rate, null, null, null))
        .withMessageContaining("builder.taxRate");
  }

  @Test
  void pricesChangeByConfiguration() throws Exception {
    BuilderSettings settings =
        yaml.readValue(
            """
            {"prices":[{"from":"2027-01-01T00:00:00Z","sizes":{"M":"52.99"},
              "colors":{"primary":"6.00"},"hardware":{"gold":"9.50"},
              "personalization":"13.00","taxRate":"0.09"}]}""",
            BuilderSettings.class);

    PriceList before = settings.calculator(at("2026-12-31T23:59:59Z")).current();
    PriceList after = settings.calculator(at("2027-01-01T00:00:00Z")).current();

    assertThat(before.of(HarnessSize.M)).isEqualTo(Money.usd(4999));
    assertThat(after.of(HarnessSize.M)).isEqualTo(Money.usd(5299));
    assertThat(after.of(HarnessSize.L)).isEqualTo(Money.usd(5499));
    assertThat(after.hardware()).containsEntry("gold", Money.usd(950));
    assertThat(after.personalization()).isEqualTo(Money.usd(1300));
    assertThat(after.taxRate()).isEqualTo(new BigDecimal("0.09"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sizes\":{\"M\":\"52.99\"}}",
        "{\"from\":\"2027-01-01T00:00:00Z\",\"sizes\":{\"M\":\"-1\"}}",
        "{\"from\":\"2027-01-01T00:00:00Z\",\"sizes\":{\"M\":\"1.001\"}}",
        "{\"from\":\"2027-01-01T00:00:00Z\",\"hardware\":{\"platinum\":\"1\"}}",
        "{\"from\":\"2027-01-01T00:00:00Z\",\"taxRate\":\"1.5\"}",
      })
  void aChangeThatIsNoneNamesTheSetting(String change) throws Exception {
    BuilderSettings settings =
        yaml.readValue("{\"prices\":[" + change + "]}", BuilderSettings.class);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.calculator(at("2026-12-31T23:59:59Z")))
        .withMessageContaining("builder.prices");
  }

  private static Clock at(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }
}
