package pet.domain.builder;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import pet.domain.Money;

/**
 * What everything costs from one moment on, until the next list.
 *
 * @param validFrom its first moment
 * @param sizes the base price of every size
 * @param colors what a color adds, by its category
 * @param hardware what hardware adds, by its id
 * @param personalization what embroidered text adds
 * @param taxRate a fraction of the subtotal, such as 0.0875; from 0 up to, but not, 1
 */
public record PriceList(
    Instant validFrom,
    Map<HarnessSize, Money> sizes,
    Map<ColorOption.Category, Money> colors,
    Map<String, Money> hardware,
    Money personalization,
    BigDecimal taxRate) {

  /** 8.75 %, where no other rate is configured. */
  public static final BigDecimal DEFAULT_TAX_RATE = new BigDecimal("0.0875");

  private static final Map<HarnessSize, Money> OPENING_SIZES =
      Map.of(
          HarnessSize.XS, Money.usd(3999),
          HarnessSize.S, Money.usd(4499),
          HarnessSize.M, Money.usd(4999),
          HarnessSize.L, Money.usd(5499),
          HarnessSize.XL, Money.usd(5999),
          HarnessSize.XXL, Money.usd(6499));

  private static final Map<ColorOption.Category, Money> OPENING_COLORS =
      Map.of(
          ColorOption.Category.PRIMARY, Money.usd(500),
          ColorOption.Category.SECONDARY, Money.usd(0),
          ColorOption.Category.NEUTRAL, Money.usd(0));

  private static final Map<String, Money> OPENING_HARDWARE =
      Map.of(
          "silver", Money.usd(0),
          "black", Money.usd(0),
          "gunmetal", Money.usd(400),
          "gold", Money.usd(800),
          "rose-gold", Money.usd(800));

  /**
   * Checks that it has every price.
   *
   * @throws IllegalArgumentException naming what is missing, unknown or out of range
   */
  public PriceList {
    sizes = Map.copyOf(sizes);
    colors = Map.copyOf(colors);
    hardware = Map.copyOf(hardware);
    if (sizes.size() < HarnessSize.values().length
        || colors.size() < ColorOption.Category.values().length) {
      throw new IllegalArgumentException("a price list has every size and every color category");
    }
    for (String id : hardware.keySet()) {
      if (Catalog.hardware(id).isEmpty()) {
        throw new IllegalArgumentException("there is no hardware '" + id + "' to have a price");
      }
    }
    if (hardware.size() < Catalog.hardware().size()) {
      throw new IllegalArgumentException("a price list has every hardware");
    }
    if (taxRate.signum() < 0 || taxRate.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("the tax rate must be from 0 to below 1, not " + taxRate);
    }
  }

  /** The list that the store opened with. */
  public static PriceList opening(BigDecimal taxRate) {
    return new PriceList(
        Instant.MIN, OPENING_SIZES, OPENING_COLORS, OPENING_HARDWARE, Money.usd(1200), taxRate);
  }

  /** This list with a change. */
  public PriceList with(Change change) {
    return new PriceList(
        change.validFrom(),
        changed(new EnumMap<>(sizes), change.sizes()),
        changed(new EnumMap<>(colors), change.colors()),
        changed(new HashMap<>(hardware), change.hardware()),
        change.personalization() == null ? personalization : change.personalization(),
        change.taxRate() == null ? taxRate : change.taxRate());
  }

  private static <K> Map<K, Money> changed(Map<K, Money> prices, Map<K, Money> changes) {
    prices.putAll(changes);
    return prices;
  }

  /** What a color adds to the price. */
  public Money of(ColorOption color) {
    return colors.get(color.category());
  }

  /** What hardware adds to the price. */
  public Money of(HardwareOption option) {
    return hardware.get(option.id());
  }

  /** What a size costs. */
  public Money of(HarnessSize size) {
    return sizes.get(size);
  }

  /** The price of a configuration; tax is rounded once, half-up to the cent. */
  PriceBreakdown price(BuilderConfig config) {
    Money base = of(config.size());
    Money color = of(config.color());
    Money metal = of(config.hardware());
    Money text = config.personalization() == null ? Money.usd(0) : personalization;
    Money subtotal = base.plus(color).plus(metal).plus(text);
    Money tax = subtotal.times(taxRate);
    return new PriceBreakdown(base, color, metal, text, subtotal, tax, subtotal.plus(tax));
  }

  /**
   * What changes at one moment; the rest stays as it is.
   *
   * @param validFrom from when on
   * @param personalization null to leave it
   * @param taxRate null to leave it
   */
  public record Change(
      Instant validFrom,
      Map<HarnessSize, Money> sizes,
      Map<ColorOption.Category, Money> colors,
      Map<String, Money> hardware,
      Money personalization,
      BigDecimal taxRate) {

    /**
     * Checks the amounts; what is left out may be null.
     *
     * @throws IllegalArgumentException without a moment, or with an amount below zero
     */
    public Change {
      if (validFrom == null) {
        throw new IllegalArgumentException("a change of prices needs the moment it is valid from");
      }
      sizes = sizes == null ? Map.of() : Map.copyOf(sizes);
      colors = colors == null ? Map.of() : Map.copyOf(colors);
      hardware = hardware == null ? Map.of() : Map.copyOf(hardware);
      for (Map<?, Money> prices : Arrays.asList(sizes, colors, hardware)) {
        prices.forEach(Change::check);
      }
      if (personalization != null) {
        check("personalization", personalization);
      }
    }

    private static void check(Object what, Money price) {
      if (price.minorUnits() < 0 || !price.currencyCode().equals("USD")) {
        throw new IllegalArgumentException("the price of " + what + " must be 0.00 USD or more");
      }
    }
  }
}
