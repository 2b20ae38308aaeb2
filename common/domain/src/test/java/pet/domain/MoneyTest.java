package pet.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "49.99, USD, 4999, 49.99",
    "50, USD, 5000, 50.00",
    "50.0, USD, 5000, 50.00",
    "49.9900, USD, 4999, 49.99",
    "0.00, USD, 0, 0.00",
    "-12.30, USD, -1230, -12.30",
    "1200, JPY, 1200, 1200",
    "1.234, KWD, 1234, 1.234",
    "9223372036854775807, JPY, 9223372036854775807, 9223372036854775807",
    "92233720368547758.07, USD, 9223372036854775807, 92233720368547758.07",
  })
  void readsDecimalStringsAndWritesTheCurrencysDigits(
      String amount, String currency, long minorUnits, String written) {
    Money money = Money.of(amount, currency);

    assertThat(money.minorUnits()).isEqualTo(minorUnits);
    assertThat(money.amount()).isEqualTo(written);
    assertThat(money.currencyCode()).isEqualTo(currency);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "abc",
        "1,50",
        " 1.50",
        "1.",
        ".5",
        "+1.00",
        "1e3",
        "0x10",
        "NaN",
        "1.001",
        "--1",
        "٣.٥٠",
        "92233720368547758.08",
        "1000000000000000000000"
      })
  void refusesWhatIsNotAnAmountOfTheCurrency(String amount) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Money.of(amount, "USD"))
        .satisfies(e -> assertThat(e.errors()).extracting(FieldError::field).containsOnly("amount"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_INPUT));
  }

  @Test
  void refusesAMissingAmount() {
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Money.of(null, "USD"));
  }

  @Test
  void aGiganticExponentCostsNothing() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> Money.of("1e999999999", "USD")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "usd", "US", "DOLLAR", "XXX", "XAU", "ZZZ"})
  void refusesWhatIsNotMoney(String currency) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> Money.of("1.00", currency))
        .satisfies(
            e -> assertThat(e.errors()).extracting(FieldError::field).containsOnly("currencyCode"));
  }

  @ParameterizedTest
  @CsvSource({
    "4999, 0.0875, 437", // 437.4125
    "10, 0.05, 1", // a half cent goes up
    "-10, 0.05, -1", // and away from zero
    "10, 0.049, 0",
    "0, 0.0875, 0",
    "4999, 0, 0",
  })
  void roundsARateHalfUp(long cents, BigDecimal rate, long expected) {
    assertThat(Money.usd(cents).times(rate)).isEqualTo(Money.usd(expected));
  }

  @Test
  void doesNotMixCurrenciesOrWrapAround() {
    assertThatThrownBy(() -> Money.usd(1).plus(Money.of("1", "JPY")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Money.usd(Long.MAX_VALUE).plus(Money.usd(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void printsAsPeopleWriteIt() {
    assertThat(Money.usd(4999)).hasToString("49.99 USD");
  }
}
