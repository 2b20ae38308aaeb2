package pet.webhook;

import java.util.List;

/**
 * What is to become of a delivery that was looked at.
 *
 * @param reason without anybody's data; null if there is nothing to say
 * @param lets whether what waits for this delivery's order may go on
 * @param lane the lane that it turned out to belong to, where it is yet to be processed; else null
 * @param names what the order is called: the one that exists from now on, or the one that is waited
 *     for without its lane being known
 */
record Verdict(DeliveryState state, String reason, boolean lets, String lane, List<String> names) {

  private Verdict(DeliveryState state, String reason) {
    this(state, reason, false, null, List.of());
  }

  static Verdict processed(String reason) {
    return new Verdict(DeliveryState.PROCESSED, reason);
  }

  /** Processed, and the order exists from now on, under these names. */
  static Verdict created(String reason, List<String> names) {
    return new Verdict(DeliveryState.PROCESSED, reason, true, null, names);
  }

  /** To be processed in this lane, in its turn. */
  static Verdict belongsTo(String lane) {
    return new Verdict(DeliveryState.PENDING, null, false, lane, List.of());
  }

  static Verdict waiting(String reason) {
    return new Verdict(DeliveryState.WAITING, reason);
  }

  /** Waits for the order that will have this name. */
  static Verdict waitingFor(String name, String reason) {
    return new Verdict(DeliveryState.WAITING, reason, false, null, List.of(name));
  }

  static Verdict retry(String reason) {
    return new Verdict(DeliveryState.RETRYING, reason);
  }

  static Verdict dead(String reason) {
    return new Verdict(DeliveryState.DEAD, reason);
  }
}
