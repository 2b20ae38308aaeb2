package pet.domain.builder;

import java.time.Instant;
import java.util.List;

/**
 * All that the builder keeps of one person's design, for their eyes.
 *
 * @param shared whether a link leads to it now
 * @param sharedUntil when that link ends; null if it does not, or there is none
 * @param views how often its links were followed
 * @param deletedAt when its owner deleted it; null if they did not
 * @param revisions all there are, oldest first
 */
public record PersonalDesign(
    DesignId id,
    String name,
    DesignStatus status,
    boolean shared,
    Instant sharedUntil,
    long views,
    Instant createdAt,
    Instant updatedAt,
    Instant deletedAt,
    List<Revision> revisions) {

  public PersonalDesign {
    revisions = List.copyOf(revisions);
  }

  /** What the design was at one time. */
  public record Revision(
      int revision, BuilderConfig config, PriceBreakdown price, Instant createdAt) {}
}
