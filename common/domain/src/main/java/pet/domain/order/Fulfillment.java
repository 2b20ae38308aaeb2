package pet.domain.order;

import java.time.Instant;
import java.util.List;

/**
 * A parcel, as the shop tells of it: a resource with versions of its own.
 *
 * @param id the shop's, by which it is known again
 * @param delivered whether it has arrived
 * @param shipping carrier and tracking, or null
 * @param lines what is in it; empty if not told
 * @param updatedAt its version: an older one has no effect
 */
public record Fulfillment(
    long id,
    State state,
    boolean delivered,
    OrderReport.Shipping shipping,
    List<LineQuantity> lines,
    Instant updatedAt) {

  public Fulfillment {
    lines = ListFields.optional("lines", lines);
  }

  /** Being made ready; handed over; or given up. */
  public enum State {
    OPEN,
    SUCCESS,
    FAILED
  }
}
