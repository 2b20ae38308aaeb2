package pet.webhook;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.crypto.Encryption;
import pet.platform.http.MaxBody;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyHeaders;
import pet.webhook.shopify.ShopifySignature;

/** Where Shopify delivers. The 200 means: verified, durable, and known should it come again. */
@Path("/webhooks/shopify")
@Produces(MediaType.APPLICATION_JSON)
public final class ShopifyResource {

  static final String SOURCE = "shopify";
  static final String BODY_PURPOSE = "webhook.body";
  private static final long MAX_BODY = 1024 * 1024;

  private final ShopifySignature signature;
  private final Encryption encryption;
  private final DeliveryLog log;
  private final WebhookMetrics metrics;

  ShopifyResource(
      ShopifySignature signature, Encryption encryption, DeliveryLog log, WebhookMetrics metrics) {
    this.signature = signature;
    this.encryption = encryption;
    this.log = log;
    this.metrics = metrics;
  }

  /** What came of a delivery. */
  public record Answer(String status) {}

  /**
   * Takes a delivery in. The body is taken as bytes, for they are what was signed; nothing of it or
   * of the headers is looked at before the signature is known to be good.
   */
  @POST
  @Path("{topic: .+}")
  @Consumes(MediaType.WILDCARD)
  @MaxBody(MAX_BODY)
  public Answer deliver(
      @PathParam("topic") String topic, @Context HttpHeaders headers, byte[] body) {
    OptionalInt secret = signature.verify(body, headers.getHeaderString("X-Shopify-Hmac-Sha256"));
    if (secret.isEmpty()) {
      metrics.rejected.mark();
      throw new DomainException(
          ProblemCode.BAD_SIGNATURE,
          "X-Shopify-Hmac-Sha256 is missing or does not match the body.");
    }
    metrics.secretMatched(SOURCE, secret.getAsInt());
    ShopifyHeaders told = ShopifyHeaders.read(headers::getHeaderString, topic);
    ShopifyBody read = ShopifyBody.peek(told.topic(), body);
    DeliveryLog.Receipt receipt =
        log.take(
            new NewDelivery(
                UUID.randomUUID(),
                SOURCE,
                told.shop(),
                told.topic(),
                told.dedupeKey(body),
                told.webhookId(),
                told.eventId(),
                told.apiVersion(),
                told.triggeredAt(),
                read.lane(),
                read.updatedAt(),
                encryption.encrypt(BODY_PURPOSE, body)));
    return new Answer(receipt.name().toLowerCase(Locale.ROOT));
  }
}
