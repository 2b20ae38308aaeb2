package pet.webhook.signature;

import java.util.OptionalInt;

/**
 * What came of looking at a signature.
 *
 * @param secret which of the active secrets it was, newest first; -1 if none
 */
public record Verification(Outcome outcome, int secret) {

  /** Why a delivery is believed or not. */
  public enum Outcome {
    VALID,
    /** There is no signature, or nothing that could be one. */
    MISSING,
    /** It is nobody's whom we know. */
    WRONG,
    /** It is good, but for another time. */
    OUTSIDE_TOLERANCE
  }

  public static Verification of(Outcome outcome) {
    return new Verification(outcome, -1);
  }

  /** Valid if a secret was found, else wrong. */
  public static Verification of(OptionalInt secret) {
    return secret.isPresent()
        ? new Verification(Outcome.VALID, secret.getAsInt())
        : of(Outcome.WRONG);
  }

  public boolean isValid() {
    return outcome == Outcome.VALID;
  }
}
