package pet.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.Money;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceBreakdown;
import pet.domain.builder.PriceCalculator;

class PriceCheckTest {

  /** 49.99 and 5.00 and 8.00; with 8.75 % of it 68.50. */
  private static final PriceBreakdown PRICE =
      new PriceCalculator(new BigDecimal("0.0875"))
          .calculatePrice(new BuilderConfig(HarnessSize.M, "ocean", "gold", null));

  @ParameterizedTest
  @CsvSource({
    "62.99, USD, false, MATCHES",
    "68.50, USD, true, MATCHES",
    "62.99, USD, true, DIFFERS",
    "68.50, USD, false, DIFFERS",
    "62.98, USD, false, DIFFERS",
    "63.00, USD, false, DIFFERS",
    "0.00, USD, false, DIFFERS",
    "62.99, EUR, false, DIFFERS",
  })
  void thePaidPriceIsTheRevisionsOrIsNot(
      String paid, String currency, boolean taxesIncluded, PriceCheck result) {
    assertThat(PriceCheck.of(Money.of(paid, currency), taxesIncluded, PRICE)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({"PENDING,", "MATCHES,", "DIFFERS, PRICE_DIFFERS", "UNKNOWN, UNKNOWN_REVISION"})
  void staffSeeWhatIsToBeLookedAt(PriceCheck check, String flag) {
    assertThat(check.flag()).isEqualTo(flag);
  }
}
