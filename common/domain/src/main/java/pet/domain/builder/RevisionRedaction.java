package pet.domain.builder;

import java.util.Set;
import pet.domain.InvalidInput;

/**
 * Revisions from which what a person wrote is to go.
 *
 * @param revisions may be empty
 */
public record RevisionRedaction(Set<RevisionRef> revisions) {

  /** More are not redacted at once. */
  public static final int MOST = 1_000;

  /**
   * @throws InvalidInput if there are too many
   */
  public RevisionRedaction {
    revisions = revisions == null ? Set.of() : Set.copyOf(revisions);
    if (revisions.size() > MOST) {
      throw new InvalidInput("revisions", "must be at most " + MOST);
    }
  }
}
