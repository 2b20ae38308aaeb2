package pet.builder;

import io.dropwizard.util.Duration;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import pet.builder.catalog.PriceSettings;
import pet.builder.checkout.ShopSettings;
import pet.domain.InvalidInput;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;

/**
 * The section {@code builder} of the configuration.
 *
 * @param taxRate a fraction of the subtotal, from 0 to below 1; 0.0875 unless told
 * @param prices changes of the prices that the store opened with, each with its moment
 * @param cacheFor how long a design that was read stays in Redis; 10 minutes unless told
 * @param shop the Shopify shop that sells the designs
 */
record BuilderSettings(
    BigDecimal taxRate, List<PriceSettings> prices, Duration cacheFor, ShopSettings shop) {

  BuilderSettings {
    taxRate = Optional.ofNullable(taxRate).orElse(PriceList.DEFAULT_TAX_RATE);
    prices = prices == null ? List.of() : List.copyOf(prices);
    cacheFor = Optional.ofNullable(cacheFor).orElse(Duration.minutes(10));
    shop = Optional.ofNullable(shop).orElse(new ShopSettings(null, null));
    if (taxRate.signum() < 0 || taxRate.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          "setting builder.taxRate must be from 0 to below 1, such as 0.0875");
    }
    if (cacheFor.toSeconds() < 1) {
      throw new IllegalArgumentException("setting builder.cacheFor must be at least 1s");
    }
  }

  /**
   * The prices there are and will be.
   *
   * @throws IllegalArgumentException if a change is none
   */
  PriceCalculator calculator(Clock clock) {
    try {
      return new PriceCalculator(
          PriceList.opening(taxRate), prices.stream().map(PriceSettings::change).toList(), clock);
    } catch (IllegalArgumentException | InvalidInput e) {
      throw new IllegalArgumentException("setting builder.prices: " + e.getMessage(), e);
    }
  }
}
