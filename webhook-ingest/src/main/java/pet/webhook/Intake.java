package pet.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.crypto.Encryption;
import pet.webhook.signature.Verification;

/**
 * The way in, the same for every source: a signature that is not good stores nothing; what is good
 * is stored as it came, encrypted, before the answer.
 */
final class Intake {

  static final String BODY_PURPOSE = "webhook.body";
  static final String HEADERS_PURPOSE = "webhook.headers";

  /** No source sends more: Shopify's largest orders have some hundred KiB. */
  static final long MAX_BODY = 1024 * 1024;

  private static final Set<String> NOT_KEPT = Set.of("authorization", "cookie");

  private final Encryption encryption;
  private final DeliveryLog log;
  private final WebhookMetrics metrics;
  private final ObjectMapper json;

  Intake(Encryption encryption, DeliveryLog log, WebhookMetrics metrics, ObjectMapper json) {
    this.encryption = encryption;
    this.log = log;
    this.metrics = metrics;
    this.json = json;
  }

  /** What came of a delivery. */
  public record Answer(String status) {}

  /**
   * Takes a delivery in. Nothing of the body or of the headers is looked at before the signature is
   * known to be good.
   *
   * @param reads what the delivery says of itself; throws what the sender should know
   */
  Answer take(
      String source,
      Verification verification,
      HttpHeaders headers,
      byte[] body,
      Supplier<Told> reads) {
    if (!verification.isValid()) {
      metrics.rejected(source, verification.outcome());
      throw new DomainException(
          ProblemCode.BAD_SIGNATURE, why(verification.outcome()), List.of(), null);
    }
    metrics.secretMatched(source, verification.secret());
    Told told = reads.get();
    DeliveryLog.Receipt receipt =
        log.take(
            new NewDelivery(
                UUID.randomUUID(),
                source,
                told,
                verification.secret(),
                encryption.encrypt(HEADERS_PURPOSE, kept(headers)),
                encryption.encrypt(BODY_PURPOSE, body)));
    return new Answer(receipt.name().toLowerCase(Locale.ROOT));
  }

  private static String why(Verification.Outcome outcome) {
    return switch (outcome) {
      case MISSING -> "The signature, or a part of it, is missing.";
      case OUTSIDE_TOLERANCE -> "The signature's time is too far from ours.";
      default -> "The signature does not match the body.";
    };
  }

  private byte[] kept(HttpHeaders headers) {
    Map<String, List<String>> kept = new TreeMap<>();
    headers
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!NOT_KEPT.contains(lower)) {
                kept.put(lower, values);
              }
            });
    try {
      return json.writeValueAsBytes(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts could not be written", e);
    }
  }
}
