package pet.domain.builder;

import com.fasterxml.jackson.annotation.JsonProperty;
import pet.domain.Money;

/**
 * A strap color.
 *
 * @param hex {@code #RRGGBB}
 */
public record ColorOption(String id, String name, String hex, Category category) {

  /** What a color counts as; a primary color costs extra. */
  public enum Category {
    @JsonProperty("primary")
    PRIMARY(500),
    @JsonProperty("secondary")
    SECONDARY(0),
    @JsonProperty("neutral")
    NEUTRAL(0);

    private final long modifierCents;

    Category(long modifierCents) {
      this.modifierCents = modifierCents;
    }
  }

  /** What the color adds to the price. */
  @JsonProperty
  public Money priceModifier() {
    return Money.usd(category.modifierCents);
  }
}
