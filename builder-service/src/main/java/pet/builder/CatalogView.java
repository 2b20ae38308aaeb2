package pet.builder;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import pet.domain.Money;
import pet.domain.builder.Catalog;
import pet.domain.builder.ColorOption;
import pet.domain.builder.HardwareOption;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceCalculator;

/**
 * What can be chosen and what it costs, for builders to show. Prices here are for show: what counts
 * is a quote.
 *
 * @param taxRate a fraction of the subtotal, as a decimal string
 */
record CatalogView(
    List<Size> sizes,
    List<ColorOption> colors,
    List<HardwareOption> hardware,
    Text personalization,
    String taxRate) {

  /**
   * A size.
   *
   * @param neckGirth what it fits, in inches
   */
  record Size(HarnessSize id, Money basePrice, Girth neckGirth) {}

  record Girth(int min, int max) {}

  /** Embroidered text. */
  record Text(
      int maxCharacters,
      List<Personalization.Font> fonts,
      List<Personalization.Position> positions,
      Money price) {}

  static CatalogView of(PriceCalculator prices) {
    BigDecimal taxRate = prices.taxRate();
    return new CatalogView(
        Arrays.stream(HarnessSize.values())
            .map(s -> new Size(s, s.basePrice(), new Girth(s.neckFrom(), s.neckTo())))
            .toList(),
        Catalog.colors(),
        Catalog.hardware(),
        new Text(
            Personalization.MAX_CHARACTERS,
            List.of(Personalization.Font.values()),
            List.of(Personalization.Position.values()),
            Catalog.personalizationCost()),
        taxRate.toPlainString());
  }
}
