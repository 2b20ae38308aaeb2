package pet.user;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code erasure}, which is also its report for staff: when it was asked for, by whom, and
 * what was done.
 *
 * @param person encrypted; null once it is done
 * @param finishedAt null before
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a column, compared by nobody
public record ErasureRow(
    UUID id,
    String requestedBy,
    Instant requestedAt,
    byte[] person,
    Step step,
    int designs,
    int deliveries,
    int orders,
    int attempts,
    Instant finishedAt) {

  /** In their order: each needs only what later ones erase. */
  public enum Step {
    DESIGNS,
    /** Found by the orders. */
    DELIVERIES,
    /** Found by the addresses. */
    ORDERS,
    /** With the preferences. */
    PROFILE,
    DONE
  }
}
