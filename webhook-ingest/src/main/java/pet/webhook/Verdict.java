package pet.webhook;

/**
 * What is to become of a delivery that was looked at.
 *
 * @param reason without anybody's data; null if there is nothing to say
 * @param lets whether what waits for this delivery's order may go on
 */
record Verdict(DeliveryState state, String reason, boolean lets) {

  static Verdict processed(String reason) {
    return new Verdict(DeliveryState.PROCESSED, reason, false);
  }

  /** Processed, and the order exists from now on. */
  static Verdict created(String reason) {
    return new Verdict(DeliveryState.PROCESSED, reason, true);
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
