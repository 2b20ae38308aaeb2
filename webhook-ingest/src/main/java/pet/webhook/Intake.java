package pet.webhook;

import com.codahale.metrics.Timer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.database.StoreQueue;
import pet.webhook.WebhookMetrics.Reject;
import pet.webhook.signature.Verification;

/**
 * Takes deliveries in, the same way for every source: nothing is stored without a good signature;
 * with one, the delivery is stored as it came, encrypted, before it is answered.
 */
final class Intake {

  static final String HEADERS_PURPOSE = "webhook.headers";

  /**
   * The columns of body and headers. They are written together but removed separately, and may be
   * large.
   */
  static final SealedColumns COLUMNS =
      SealedColumns.of("delivery", "seq")
          .versionedBy("get_byte(substring(coalesce(body, headers) FROM 1 FOR 1), 0)")
          .cipher("body", BodyAtRest.PURPOSE)
          .cipher("headers", HEADERS_PURPOSE)
          .inBatchesOf(10);

  /** No source sends more: Shopify's largest orders have some hundred KiB. */
  static final long MAX_BODY = 1024 * 1024;

  private static final Set<String> NOT_KEPT = Set.of("authorization", "cookie");

  private final Encryption encryption;
  private final BodyReader bodies;
  private final StoreQueue<NewDelivery, DeliveryLog.Receipt> store;
  private final SecretUse secrets;
  private final WebhookMetrics metrics;
  private final Runnable wake;
  private final ObjectMapper json;

  /**
   * @param wake tells the worker that there is something to do
   */
  Intake(
      Encryption encryption,
      BodyReader bodies,
      StoreQueue<NewDelivery, DeliveryLog.Receipt> store,
      SecretUse secrets,
      WebhookMetrics metrics,
      Runnable wake,
      ObjectMapper json) {
    this.encryption = encryption;
    this.bodies = bodies;
    this.store = store;
    this.secrets = secrets;
    this.metrics = metrics;
    this.wake = wake;
    this.json = json;
  }

  /** What came of a delivery. */
  public record Answer(String status) {}

  /**
   * Takes a delivery in. Nothing of the body or of the headers is looked at before the signature is
   * known to be good.
   *
   * @param verifies the raw bytes
   * @param reads the metadata of the delivery; what is missing is null, because a sender gives up
   *     on what is refused
   */
  Answer take(
      String source,
      HttpHeaders headers,
      InputStream in,
      Function<byte[], Verification> verifies,
      Function<byte[], DeliveryMetadata> reads) {
    Timer.Context time = metrics.ack.time();
    Answer answer =
        bodies.with(source, in, body -> take(source, headers, body, verifies.apply(body), reads));
    time.stop();
    return answer;
  }

  private Answer take(
      String source,
      HttpHeaders headers,
      byte[] body,
      Verification verification,
      Function<byte[], DeliveryMetadata> reads) {
    if (!verification.isValid()) {
      metrics.rejected(source, verification.outcome());
      throw new DomainException(
          ProblemCode.BAD_SIGNATURE, why(verification.outcome()), List.of(), null);
    }
    secrets.matched(source, verification.secret());
    DeliveryMetadata metadata = reads.apply(body);
    NewDelivery delivery =
        new NewDelivery(
            UUID.randomUUID(),
            source,
            metadata,
            verification.secret(),
            encryption.encrypt(HEADERS_PURPOSE, kept(headers)),
            BodyAtRest.seal(encryption, body),
            NamedPeople.in(metadata.lane(), body));
    return new Answer(stored(delivery).name().toLowerCase(Locale.ROOT));
  }

  private DeliveryLog.Receipt stored(NewDelivery delivery) {
    DeliveryLog.Receipt receipt;
    try {
      receipt = store.write(delivery);
    } catch (DomainException e) {
      metrics.rejected(delivery.source(), Reject.OVERLOAD);
      throw e;
    }
    if (receipt == DeliveryLog.Receipt.ACCEPTED) {
      metrics.accepted(delivery.metadata().topic());
      wake.run();
    } else {
      metrics.duplicates.mark();
    }
    return receipt;
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
