package pet.testing.webhooks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Signs as Stripe does; its own library, which is 16 MB, says the same in the tests. */
public final class StripeWebhooks {

  public static final String PATH = "/webhooks/stripe";

  /** What a store in development accepts. */
  public static final String DEVELOPMENT_SECRET = "whsec_dev-stripe-secret";

  private final byte[] secret;

  public StripeWebhooks(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** The headers of one attempt to deliver, made at that time: the next one's are others. */
  public Map<String, String> headers(byte[] body, Instant at) {
    long time = at.getEpochSecond();
    String signature = HexFormat.of().formatHex(HmacSha256.of(secret, time + ".", body));
    return Map.of(
        "Content-Type",
        "application/json; charset=utf-8",
        "Stripe-Signature",
        "t=" + time + ",v1=" + signature);
  }
}
