package pet.domain.builder;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A strap color.
 *
 * @param hex {@code #RRGGBB}
 */
public record ColorOption(String id, String name, String hex, Category category) {

  /** What a color counts as; a price list has what each adds. */
  public enum Category {
    @JsonProperty("primary")
    PRIMARY,
    @JsonProperty("secondary")
    SECONDARY,
    @JsonProperty("neutral")
    NEUTRAL
  }
}
