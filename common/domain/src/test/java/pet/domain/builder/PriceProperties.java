package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import pet.domain.Money;

class PriceProperties {

  @Property
  void thePartsAddUpExactly(
      @ForAll("configs") BuilderConfig config,
      @ForAll @BigRange(min = "0", max = "0.9999") @Scale(4) BigDecimal rate) {
    PriceBreakdown price = new PriceCalculator(rate).calculatePrice(config);

    assertThat(price.subtotal())
        .isEqualTo(
            price
                .basePrice()
                .plus(price.colorModifier())
                .plus(price.hardwareModifier())
                .plus(price.personalizationCost()));
    assertThat(price.total()).isEqualTo(price.subtotal().plus(price.tax()));
  }

  @Property
  void taxIsTheRateOfTheSubtotalRoundedOnce(
      @ForAll("configs") BuilderConfig config,
      @ForAll @BigRange(min = "0", max = "0.9999") @Scale(4) BigDecimal rate) {
    PriceBreakdown price = new PriceCalculator(rate).calculatePrice(config);
    BigDecimal exact = BigDecimal.valueOf(price.subtotal().minorUnits()).multiply(rate);

    // Half-up leaves a difference above -0.5 and up to 0.5 cents.
    assertThat(BigDecimal.valueOf(price.tax().minorUnits()).subtract(exact))
        .isGreaterThan(new BigDecimal("-0.5"))
        .isLessThanOrEqualTo(new BigDecimal("0.5"));
  }

  @Property
  void onlyTheChoicesMatter(@ForAll("configs") BuilderConfig config) {
    PriceCalculator calculator = new PriceCalculator(PriceList.DEFAULT_TAX_RATE);
    PriceBreakdown price = calculator.calculatePrice(config);

    assertThat(calculator.calculatePrice(config)).isEqualTo(price);
    assertThat(price.basePrice()).isEqualTo(calculator.current().of(config.size()));
    assertThat(price.personalizationCost())
        .isEqualTo(config.personalization() == null ? Money.usd(0) : Money.usd(1200));
  }

  @Provide
  Arbitrary<BuilderConfig> configs() {
    return Configs.configs();
  }
}
