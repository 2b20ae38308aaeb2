package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;

class DesignDraftTest {

  private static final BuilderConfig CONFIG =
      new BuilderConfig(HarnessSize.M, "ocean", "gold", null);

  @ParameterizedTest
  @CsvSource({"Rex, Rex", "'  Rex the 2nd ', Rex the 2nd", "🐶🐶, 🐶🐶", "👩‍🚀 レックス, 👩‍🚀 レックス"})
  void keepsANameWithoutTheSpaceAroundIt(String name, String kept) {
    assertThat(new DesignDraft(name, CONFIG).name()).isEqualTo(kept);
  }

  @Test
  void countsCharactersAndNotTheirHalves() {
    assertThat(new DesignDraft("🐶".repeat(100), CONFIG).name()).hasSize(200);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "   ", "\n", "a\nb", "a\u0000b", "a\u0085b", "a\u2028b", "a\uD800b"})
  void refusesWhatIsNoName(String name) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new DesignDraft(name, CONFIG))
        .satisfies(e -> assertThat(e.errors()).extracting(FieldError::field).containsOnly("name"));
  }

  @Test
  void refusesALongName() {
    assertThat(new DesignDraft("x".repeat(100), CONFIG).name()).hasSize(100);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new DesignDraft("x".repeat(101), CONFIG));
  }

  @Test
  void namesAllThatIsMissing() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new DesignDraft(null, null))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .containsExactly("name", "config"));
  }
}
