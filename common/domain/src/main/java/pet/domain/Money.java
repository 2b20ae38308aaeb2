package pet.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An amount of money in integer minor units (cents for USD, yen for JPY). In JSON it is Shopify's
 * MoneyV2, {@code {"amount":"49.99","currencyCode":"USD"}}: a decimal string, never a float.
 *
 * @param minorUnits the amount in the currency's smallest unit; may be negative (refunds)
 * @param currency an ISO 4217 currency
 */
public record Money(@JsonIgnore long minorUnits, @JsonIgnore Currency currency) {

  private static final Currency USD = Currency.getInstance("USD");

  // BigDecimal alone would take 1e999999999, and spend the memory of it, and digits of any script.
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,18})?");

  /** Whole US cents. */
  public static Money usd(long cents) {
    return new Money(cents, USD);
  }

  /**
   * Reads MoneyV2, and the decimal strings of Shopify's payloads.
   *
   * @throws InvalidInput if the amount is not a decimal number, has more digits than the currency
   *     has, or the currency is unknown
   */
  @JsonCreator
  public static Money of(
      @JsonProperty(value = "amount", required = true) String amount,
      @JsonProperty(value = "currencyCode", required = true) String currencyCode) {
    Currency currency = currency(currencyCode);
    if (amount == null || !DECIMAL.matcher(amount).matches()) {
      throw invalidAmount(currency);
    }
    try {
      BigDecimal decimal =
          new BigDecimal(amount)
              .setScale(currency.getDefaultFractionDigits(), RoundingMode.UNNECESSARY);
      return new Money(decimal.unscaledValue().longValueExact(), currency);
    } catch (ArithmeticException e) {
      throw invalidAmount(currency);
    }
  }

  private static InvalidInput invalidAmount(Currency currency) {
    return new InvalidInput(
        "amount", "must be a decimal number that fits " + currency.getCurrencyCode());
  }

  private static Currency currency(String code) {
    try {
      Currency currency = Currency.getInstance(code);
      // Gold, test codes and the like have no minor unit: nobody pays with them.
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (NullPointerException | IllegalArgumentException e) {
      // Not a code at all: refused like one that is no money.
    }
    throw new InvalidInput("currencyCode", "must be an ISO 4217 currency code");
  }

  /** The amount as a decimal string with the currency's number of digits, as in {@code 49.99}. */
  @JsonProperty("amount")
  public String amount() {
    return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits()).toPlainString();
  }

  /** The ISO 4217 code. */
  @JsonProperty("currencyCode")
  public String currencyCode() {
    return currency.getCurrencyCode();
  }

  /** The sum; both must be in one currency. */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }

  /** This amount times a rate, rounded half-up to the minor unit. */
  public Money times(BigDecimal rate) {
    long rounded =
        BigDecimal.valueOf(minorUnits)
            .multiply(rate)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
    return new Money(rounded, currency);
  }

  @Override
  public String toString() {
    return amount() + " " + currencyCode();
  }
}
