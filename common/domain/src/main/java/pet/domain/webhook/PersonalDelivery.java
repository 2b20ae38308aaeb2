package pet.domain.webhook;

import java.time.Instant;

/**
 * A delivery that tells of one person's order, as the store keeps it, for their eyes.
 *
 * @param body what was delivered, to the byte if it is text; null if it is not kept any more
 */
public record PersonalDelivery(
    String id, String source, String topic, String status, Instant receivedAt, String body) {

  @Override
  public String toString() {
    return "PersonalDelivery[" + id + "]";
  }
}
