package pet.domain.builder;

import java.math.BigDecimal;
import pet.domain.Money;

/** The only place that computes a price. */
public final class PriceCalculator {

  /** 8.75 %, where no other rate is configured. */
  public static final BigDecimal DEFAULT_TAX_RATE = new BigDecimal("0.0875");

  private final BigDecimal taxRate;

  /**
   * @param taxRate a fraction of the subtotal, such as 0.0875; from 0 up to, but not, 1
   */
  public PriceCalculator(BigDecimal taxRate) {
    if (taxRate.signum() < 0 || taxRate.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("the tax rate must be from 0 to below 1, not " + taxRate);
    }
    this.taxRate = taxRate;
  }

  public BigDecimal taxRate() {
    return taxRate;
  }

  /** The price of a configuration; tax is rounded once, half-up to the cent. */
  public PriceBreakdown calculatePrice(BuilderConfig config) {
    Money base = config.size().basePrice();
    Money color = config.color().priceModifier();
    Money hardware = config.hardware().priceModifier();
    Money text = config.personalization() == null ? Money.usd(0) : Catalog.personalizationCost();
    Money subtotal = base.plus(color).plus(hardware).plus(text);
    Money tax = subtotal.times(taxRate);
    return new PriceBreakdown(base, color, hardware, text, subtotal, tax, subtotal.plus(tax));
  }
}
