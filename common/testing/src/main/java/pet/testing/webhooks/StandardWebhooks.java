package pet.testing.webhooks;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Signs as Standard Webhooks 1.0 has it; their own library says the same in the tests. */
public final class StandardWebhooks {

  /** Where the login provider delivers. */
  public static final String CLERK = "/webhooks/standard/clerk";

  /** What a store in development accepts of the login provider. */
  public static final String DEVELOPMENT_SECRET = "whsec_ZGV2LWNsZXJrLXNlY3JldC0wMTIzNDU2Nzg5";

  private static final String PREFIX = "whsec_";

  private final byte[] secret;

  /**
   * @param secret {@code whsec_} and the secret in Base64
   */
  public StandardWebhooks(String secret) {
    this.secret = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  /** The headers of one attempt to deliver, made at that time: the next one's are others. */
  public Map<String, String> headers(String id, byte[] body, Instant at) {
    long time = at.getEpochSecond();
    byte[] signature = HmacSha256.of(secret, id + "." + time + ".", body);
    return Map.of(
        "Content-Type",
        "application/json",
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(time),
        "webhook-signature",
        "v1," + Base64.getEncoder().encodeToString(signature));
  }
}
