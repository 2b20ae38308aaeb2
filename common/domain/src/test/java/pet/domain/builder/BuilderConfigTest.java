package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.Money;

class BuilderConfigTest {

  private static final PriceList OPENING = PriceList.opening(PriceList.DEFAULT_TAX_RATE);

  @Test
  void everyCombinationOfTheCatalogCanBeSold() {
    assertThat(Configs.all()).hasSize(6 * 6 * 5).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, ocean, gold, size",
        "M, -, gold, colorId",
        "M, blue, gold, colorId",
        "M, Ocean, gold, colorId",
        "M, '', gold, colorId",
        "M, ocean, -, hardwareId",
        "M, ocean, brass, hardwareId",
        "-, blue, brass, size colorId hardwareId",
      })
  void namesEveryFieldThatIsWrong(
      HarnessSize size, String colorId, String hardwareId, String fields) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new BuilderConfig(size, colorId, hardwareId, null))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .containsExactlyElementsOf(List.of(fields.split(" "))));
  }

  @Test
  void neverRepeatsWhatWasSent() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new BuilderConfig(HarnessSize.M, "<script>", "gold", null))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("script"));
  }

  @ParameterizedTest
  @CsvSource({
    "sunset, #FF7A59, PRIMARY, 5.00",
    "ocean, #3BAFDA, PRIMARY, 5.00",
    "forest, #68D391, PRIMARY, 5.00",
    "coral, #FFD166, PRIMARY, 5.00",
    "lavender, #A78BFA, SECONDARY, 0.00",
    "midnight, #2D2D2D, NEUTRAL, 0.00",
  })
  void sellsTheColorsOfTheTable(
      String id, String hex, ColorOption.Category category, String modifier) {
    ColorOption color = Catalog.color(id).orElseThrow();

    assertThat(color.hex()).isEqualTo(hex);
    assertThat(color.category()).isEqualTo(category);
    assertThat(OPENING.of(color)).isEqualTo(Money.of(modifier, "USD"));
    assertThat(Catalog.colors()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"silver, 0.00", "black, 0.00", "gunmetal, 4.00", "gold, 8.00", "rose-gold, 8.00"})
  void sellsTheHardwareOfTheTable(String id, String modifier) {
    assertThat(OPENING.of(Catalog.hardware(id).orElseThrow())).isEqualTo(Money.of(modifier, "USD"));
    assertThat(Catalog.hardware()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "XS, 39.99, 9, 12",
    "S, 44.99, 12, 15",
    "M, 49.99, 15, 18",
    "L, 54.99, 18, 22",
    "XL, 59.99, 22, 26",
    "XXL, 64.99, 26, 30",
  })
  void sellsTheSizesOfTheTable(HarnessSize size, String price, int from, int to) {
    assertThat(OPENING.of(size)).isEqualTo(Money.of(price, "USD"));
    assertThat(size.neckFrom()).isEqualTo(from);
    assertThat(size.neckTo()).isEqualTo(to);
    assertThat(HarnessSize.values()).hasSize(6);
  }
}
