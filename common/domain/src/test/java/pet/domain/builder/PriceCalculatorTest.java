package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Money;

class PriceCalculatorTest {

  private static final Personalization TEXT =
      new Personalization(
          "REX", Personalization.Font.BLOCK, Personalization.Position.BACK, "#FFFFFF");

  private final PriceCalculator calculator = new PriceCalculator(PriceList.DEFAULT_TAX_RATE);

  @ParameterizedTest(name = "{0} {1} {2} text={3}")
  @CsvSource({
    // size, color, hardware, text, base, color, hardware, text, subtotal, tax, total
    "XS,  midnight, silver,    false, 39.99, 0.00, 0.00, 0.00,  39.99, 3.50, 43.49",
    "S,   lavender, black,     false, 44.99, 0.00, 0.00, 0.00,  44.99, 3.94, 48.93",
    "M,   ocean,    gold,      true,  49.99, 5.00, 8.00, 12.00, 74.99, 6.56, 81.55",
    "L,   sunset,   gunmetal,  false, 54.99, 5.00, 4.00, 0.00,  63.99, 5.60, 69.59",
    "XL,  forest,   rose-gold, true,  59.99, 5.00, 8.00, 12.00, 84.99, 7.44, 92.43",
    "XXL, coral,    silver,    true,  64.99, 5.00, 0.00, 12.00, 81.99, 7.17, 89.16",
  })
  void pricesByTheTable(
      HarnessSize size,
      String color,
      String hardware,
      boolean text,
      String base,
      String colorModifier,
      String hardwareModifier,
      String textCost,
      String subtotal,
      String tax,
      String total) {
    BuilderConfig config = new BuilderConfig(size, color, hardware, text ? TEXT : null);

    assertThat(calculator.calculatePrice(config))
        .isEqualTo(
            new PriceBreakdown(
                usd(base),
                usd(colorModifier),
                usd(hardwareModifier),
                usd(textCost),
                usd(subtotal),
                usd(tax),
                usd(total)));
  }

  @Test
  void aHalfCentOfTaxGoesUp() {
    // 39.99 * 0.5 = 19.995
    PriceCalculator half = new PriceCalculator(new BigDecimal("0.5"));

    assertThat(
            half.calculatePrice(new BuilderConfig(HarnessSize.XS, "midnight", "silver", null))
                .tax())
        .isEqualTo(usd("20.00"));
  }

  @Test
  void withoutTaxTheTotalIsTheSubtotal() {
    PriceBreakdown price =
        new PriceCalculator(BigDecimal.ZERO)
            .calculatePrice(new BuilderConfig(HarnessSize.M, "ocean", "gold", TEXT));

    assertThat(price.tax()).isEqualTo(usd("0.00"));
    assertThat(price.total()).isEqualTo(price.subtotal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1", "8.75"})
  void refusesARateThatIsNoFraction(BigDecimal rate) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PriceCalculator(rate));
  }

  private static Money usd(String amount) {
    return Money.of(amount, "USD");
  }
}
