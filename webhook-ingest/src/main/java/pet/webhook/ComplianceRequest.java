package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * What a shop asked for in the name of a privacy law, as staff see it; it names nobody.
 *
 * @param deliveryId the delivery that asked
 * @param topic such as {@code customers/data_request}
 * @param shop as the signed body says; null if it does not
 * @param exportedAt when staff last read what is known of the customer; null if nobody did
 * @param exportedBy who did; null if nobody
 * @param doneAt when it was answered; null before
 * @param doneBy who said so; null before
 * @param note what they said; null if nothing
 * @param erasure what erases the shop's people, and reports what was done; null unless they
 *     confirmed that
 */
public record ComplianceRequest(
    UUID id,
    UUID deliveryId,
    String topic,
    String shop,
    Status status,
    Instant requestedAt,
    Instant exportedAt,
    String exportedBy,
    Instant doneAt,
    String doneBy,
    String note,
    UUID erasure) {

  /** Whether somebody still has to answer. */
  public enum Status {
    OPEN,
    DONE
  }
}
