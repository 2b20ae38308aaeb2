package pet.builder;

import io.dropwizard.util.Duration;
import java.math.BigDecimal;
import java.util.Optional;
import pet.domain.builder.PriceCalculator;

/**
 * The section {@code builder} of the configuration.
 *
 * @param taxRate a fraction of the subtotal, from 0 to below 1; 0.0875 unless told
 * @param cacheFor how long a design that was read stays in Redis; 10 minutes unless told
 */
record BuilderSettings(BigDecimal taxRate, Duration cacheFor) {

  BuilderSettings {
    taxRate = Optional.ofNullable(taxRate).orElse(PriceCalculator.DEFAULT_TAX_RATE);
    cacheFor = Optional.ofNullable(cacheFor).orElse(Duration.minutes(10));
    if (taxRate.signum() < 0 || taxRate.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          "setting builder.taxRate must be from 0 to below 1, such as 0.0875");
    }
    if (cacheFor.toSeconds() < 1) {
      throw new IllegalArgumentException("setting builder.cacheFor must be at least 1s");
    }
  }
}
