package pet.testing.shopify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A shop that signs its webhooks. */
public final class ShopifyWebhooks {

  /** What a store in development accepts. */
  public static final String DEVELOPMENT_SECRET = "dev-shopify-secret";

  private final String secret;
  private final String shop;

  /** The shop that a store in development knows. */
  public ShopifyWebhooks() {
    this(DEVELOPMENT_SECRET, "paws.myshopify.com");
  }

  public ShopifyWebhooks(String secret, String shop) {
    this.secret = secret;
    this.shop = shop;
  }

  /** A new delivery of an order, compact as Shopify sends it. */
  public SignedWebhook deliver(String topic, ShopifyOrderPayload order) {
    return deliver(topic, order.compact());
  }

  /** A new delivery of any bytes, with ids of its own. */
  public SignedWebhook deliver(String topic, byte[] body) {
    return new SignedWebhook(
        topic,
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "Shopify-Captain-Hook",
            "X-Shopify-Topic",
            topic,
            "X-Shopify-Shop-Domain",
            shop,
            "X-Shopify-API-Version",
            "2025-01",
            "X-Shopify-Triggered-At",
            Instant.now().toString(),
            SignedWebhook.WEBHOOK_ID,
            UUID.randomUUID().toString(),
            SignedWebhook.EVENT_ID,
            UUID.randomUUID().toString(),
            SignedWebhook.SIGNATURE,
            sign(body)),
        body);
  }

  /** Base64 HMAC-SHA256 of the raw body. */
  public String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A body byte for byte as Shopify's own test deliveries send it.
   *
   * @param name such as {@code orders_create}
   */
  public static byte[] sample(String name) {
    String resource = name + ".json";
    try (InputStream in = ShopifyWebhooks.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
