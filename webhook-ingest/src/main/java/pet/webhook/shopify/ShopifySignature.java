package pet.webhook.shopify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import pet.platform.Secret;
import pet.webhook.signature.HmacSecrets;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

/**
 * Base64 HMAC-SHA256 of the raw body in {@code X-Shopify-Hmac-Sha256}. No time is signed: what
 * comes again is known by its id.
 */
public final class ShopifySignature {

  private final HmacSecrets secrets;

  /**
   * Verifies by these secrets.
   *
   * @param secrets newest first; for an hour after a rotation Shopify may sign with the old one
   */
  public ShopifySignature(List<Secret> secrets) {
    this.secrets =
        new HmacSecrets(
            secrets.stream().map(s -> s.value().getBytes(StandardCharsets.UTF_8)).toList());
  }

  /**
   * Looks at a signature.
   *
   * @param signature the header's value, or null
   */
  public Verification verify(byte[] body, String signature) {
    if (signature == null || signature.isBlank()) {
      return Verification.of(Outcome.MISSING);
    }
    try {
      return Verification.of(
          secrets.match(List.of(Base64.getDecoder().decode(signature.strip())), body));
    } catch (IllegalArgumentException notBase64) {
      return Verification.of(Outcome.WRONG);
    }
  }
}
