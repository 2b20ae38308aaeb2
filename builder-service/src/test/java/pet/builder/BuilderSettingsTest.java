package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dropwizard.util.Duration;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderSettingsTest {

  @Test
  void hasDefaults() {
    assertThat(new BuilderSettings(null, null))
        .isEqualTo(new BuilderSettings(new BigDecimal("0.0875"), Duration.minutes(10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1", "8.75"})
  void namesTheSettingThatIsWrong(BigDecimal rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BuilderSettings(rate, null))
        .withMessageContaining("builder.taxRate");
  }
}
