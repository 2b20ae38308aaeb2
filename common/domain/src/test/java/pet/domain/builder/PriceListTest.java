package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pet.domain.Money;

class PriceListTest {

  private static final Instant SPRING = Instant.parse("2027-03-01T00:00:00Z");
  private static final Instant SUMMER = Instant.parse("2027-06-01T00:00:00Z");
  private static final BuilderConfig CONFIG =
      new BuilderConfig(HarnessSize.M, "ocean", "gold", null);

  private final PriceList opening = PriceList.opening(PriceList.DEFAULT_TAX_RATE);
  private final PriceList.Change spring =
      new PriceList.Change(
          SPRING,
          Map.of(HarnessSize.M, Money.usd(5299)),
          Map.of(ColorOption.Category.PRIMARY, Money.usd(600)),
          null,
          null,
          null);
  private final PriceList.Change summer =
      new PriceList.Change(
          SUMMER, null, null, Map.of("gold", Money.usd(900)), null, new BigDecimal("0.1"));

  @Test
  void aChangeHoldsFromItsMomentOn() {
    assertThat(at(SPRING.minusNanos(1)).basePrice()).isEqualTo(Money.usd(4999));
    assertThat(at(SPRING).basePrice()).isEqualTo(Money.usd(5299));
    assertThat(at(SPRING).colorModifier()).isEqualTo(Money.usd(600));
    assertThat(at(SPRING).hardwareModifier()).isEqualTo(Money.usd(800));
  }

  @Test
  void theNextChangeStandsOnTheOneBefore() {
    PriceBreakdown price = at(SUMMER.plusSeconds(1));

    assertThat(price.basePrice()).isEqualTo(Money.usd(5299));
    assertThat(price.hardwareModifier()).isEqualTo(Money.usd(900));
    assertThat(price.subtotal()).isEqualTo(Money.usd(6799));
    assertThat(price.tax()).isEqualTo(Money.usd(680));
  }

  @Test
  void refusesWhatIsNoPriceList() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                opening.with(
                    new PriceList.Change(
                        SPRING, null, null, Map.of("platinum", Money.usd(1)), null, null)))
        .withMessageContaining("platinum");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PriceList.Change(
                    SPRING, Map.of(HarnessSize.M, Money.usd(-1)), null, null, null, null))
        .withMessageContaining("M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceList.Change(null, null, null, null, null, null));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                opening.with(new PriceList.Change(SPRING, null, null, null, null, BigDecimal.ONE)));
  }

  private PriceBreakdown at(Instant now) {
    return new PriceCalculator(opening, List.of(summer, spring), Clock.fixed(now, ZoneOffset.UTC))
        .calculatePrice(CONFIG);
  }
}
