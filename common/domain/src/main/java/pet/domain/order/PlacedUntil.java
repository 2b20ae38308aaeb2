package pet.domain.order;

import java.time.Instant;
import pet.domain.InvalidInput;

/** Orders that came up to a moment. */
public record PlacedUntil(Instant until) {

  /**
   * @throws InvalidInput if it does not say when
   */
  public PlacedUntil {
    if (until == null) {
      throw new InvalidInput("until", "is required");
    }
  }
}
