package pet.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class MoneyProperties {

  @Property
  void whatIsWrittenReadsBack(
      @ForAll @LongRange(min = -99_999_999_999_999L, max = 99_999_999_999_999L) long minorUnits,
      @ForAll("currencies") Currency currency) {
    Money money = new Money(minorUnits, currency);

    assertThat(Money.of(money.amount(), money.currencyCode())).isEqualTo(money);
  }

  @Property
  void additionIsExact(
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long a,
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long b) {
    Money sum = Money.usd(a).plus(Money.usd(b));

    assertThat(new BigDecimal(sum.amount()))
        .isEqualByComparingTo(
            new BigDecimal(Money.usd(a).amount()).add(new BigDecimal(Money.usd(b).amount())));
    assertThat(sum).isEqualTo(Money.usd(b).plus(Money.usd(a)));
  }

  @Property
  void aRateIsOffByAtMostHalfAMinorUnit(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long cents,
      @ForAll @BigRange(min = "0", max = "0.999999") @Scale(6) BigDecimal rate) {
    BigDecimal exact = BigDecimal.valueOf(cents).multiply(rate);
    BigDecimal rounded = BigDecimal.valueOf(Money.usd(cents).times(rate).minorUnits());

    assertThat(rounded.subtract(exact))
        .isBetween(new BigDecimal("-0.4999999"), new BigDecimal("0.5"));
  }

  @Property
  void anyTextIsReadOrRefusedAsInput(@ForAll String amount) {
    try {
      assertThat(Money.of(amount, "USD").currencyCode()).isEqualTo("USD");
    } catch (InvalidInput refused) {
      assertThat(refused.errors()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<Currency> currencies() {
    return Arbitraries.of(
        Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .sorted((a, b) -> a.getCurrencyCode().compareTo(b.getCurrencyCode()))
            .toList());
  }
}
