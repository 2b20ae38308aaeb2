package pet.builder.catalog;

import java.util.Arrays;
import java.util.List;
import pet.domain.Money;
import pet.domain.builder.Catalog;
import pet.domain.builder.ColorOption;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceList;

/**
 * What can be chosen and what it costs, for builders to show. Prices here are for show: what counts
 * is a quote.
 *
 * @param taxRate a fraction of the subtotal, as a decimal string
 */
record CatalogView(
    List<Size> sizes,
    List<Color> colors,
    List<Hardware> hardware,
    Text personalization,
    String taxRate) {

  /**
   * A size.
   *
   * @param neckGirth what it fits, in inches
   */
  record Size(HarnessSize id, Money basePrice, Girth neckGirth) {}

  record Girth(int min, int max) {}

  /**
   * A strap color.
   *
   * @param hex {@code #RRGGBB}
   */
  record Color(
      String id, String name, String hex, ColorOption.Category category, Money priceModifier) {}

  record Hardware(String id, String name, String finish, Money priceModifier) {}

  /** Embroidered text. */
  record Text(
      int maxCharacters,
      List<Personalization.Font> fonts,
      List<Personalization.Position> positions,
      Money price) {}

  static CatalogView of(PriceList prices) {
    return new CatalogView(
        Arrays.stream(HarnessSize.values())
            .map(s -> new Size(s, prices.of(s), new Girth(s.neckFrom(), s.neckTo())))
            .toList(),
        Catalog.colors().stream()
            .map(c -> new Color(c.id(), c.name(), c.hex(), c.category(), prices.of(c)))
            .toList(),
        Catalog.hardware().stream()
            .map(h -> new Hardware(h.id(), h.name(), h.finish(), prices.of(h)))
            .toList(),
        new Text(
            Personalization.MAX_CHARACTERS,
            List.of(Personalization.Font.values()),
            List.of(Personalization.Position.values()),
            prices.personalization()),
        prices.taxRate().toPlainString());
  }
}
