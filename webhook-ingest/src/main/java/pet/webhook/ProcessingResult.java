package pet.webhook;

import java.util.List;

/**
 * The result of an attempt to process a delivery: its next state, and what else follows from it.
 *
 * @param reason holds nobody's data; null if there is nothing to say
 * @param releases whether deliveries that wait for this one's order may go on
 * @param lane the lane to move the delivery to, where it is then processed; else null
 * @param names the names of the order that exists from now on, or the name of the one that is
 *     waited for while its lane is not known
 */
record ProcessingResult(
    DeliveryState state, String reason, boolean releases, String lane, List<String> names) {

  private ProcessingResult(DeliveryState state, String reason) {
    this(state, reason, false, null, List.of());
  }

  static ProcessingResult processed(String reason) {
    return new ProcessingResult(DeliveryState.PROCESSED, reason);
  }

  /** Processed, and the order exists from now on, under these names. */
  static ProcessingResult created(String reason, List<String> names) {
    return new ProcessingResult(DeliveryState.PROCESSED, reason, true, null, names);
  }

  /** To be processed in this lane, in its turn. */
  static ProcessingResult belongsTo(String lane) {
    return new ProcessingResult(DeliveryState.PENDING, null, false, lane, List.of());
  }

  static ProcessingResult waiting(String reason) {
    return new ProcessingResult(DeliveryState.WAITING, reason);
  }

  /** Waits for the order that will have this name. */
  static ProcessingResult waitingFor(String name, String reason) {
    return new ProcessingResult(DeliveryState.WAITING, reason, false, null, List.of(name));
  }

  static ProcessingResult retry(String reason) {
    return new ProcessingResult(DeliveryState.RETRYING, reason);
  }

  static ProcessingResult dead(String reason) {
    return new ProcessingResult(DeliveryState.DEAD, reason);
  }
}
