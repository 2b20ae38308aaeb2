package pet.builder.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import pet.domain.Money;
import pet.domain.builder.ColorOption;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceList;

/**
 * A change of prices as the YAML says it, in US dollars; what is left out stays as it is.
 *
 * @param from when it begins to hold
 * @param sizes base prices
 * @param colors what a color adds, by category
 * @param hardware what hardware adds, by id
 * @param personalization what embroidered text adds
 * @param taxRate a fraction of the subtotal
 */
public record PriceSettings(
    Instant from,
    Map<HarnessSize, BigDecimal> sizes,
    Map<ColorOption.Category, BigDecimal> colors,
    Map<String, BigDecimal> hardware,
    BigDecimal personalization,
    BigDecimal taxRate) {

  /** The change as the domain knows it. */
  public PriceList.Change change() {
    return new PriceList.Change(
        from,
        money(sizes),
        money(colors),
        money(hardware),
        personalization == null ? null : money(personalization),
        taxRate);
  }

  private static <K> Map<K, Money> money(Map<K, BigDecimal> amounts) {
    return amounts == null
        ? null
        : amounts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> money(entry.getValue())));
  }

  private static Money money(BigDecimal amount) {
    return Money.of(amount.toPlainString(), "USD");
  }
}
