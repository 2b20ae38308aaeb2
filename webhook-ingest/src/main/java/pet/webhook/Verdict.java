package pet.webhook;

/**
 * What is to become of a delivery that was looked at.
 *
 * @param reason without anybody's data; null if there is nothing to say
 * @param lets whether what waits for this delivery's order may go on
 * @param lane the lane that it turned out to belong to, where it is yet to be processed; else null
 */
record Verdict(DeliveryState state, String reason, boolean lets, String lane) {

  private Verdict(DeliveryState state, String reason, boolean lets) {
    this(state, reason, lets, null);
  }

  static Verdict processed(String reason) {
    return new Verdict(DeliveryState.PROCESSED, reason, false);
  }

  /** Processed, and the order exists from now on. */
  static Verdict created(String reason) {
    return new Verdict(DeliveryState.PROCESSED, reason, true);
  }

  /** To be processed in this lane, in its turn. */
  static Verdict belongsTo(String lane) {
    return new Verdict(DeliveryState.PENDING, null, false, lane);
  }

  static Verdict waiting(String reason) {
    return new Verdict(DeliveryState.WAITING, reason, false);
  }

  static Verdict retry(String reason) {
    return new Verdict(DeliveryState.RETRYING, reason, false);
  }

  static Verdict dead(String reason) {
    return new Verdict(DeliveryState.DEAD, reason, false);
  }
}
