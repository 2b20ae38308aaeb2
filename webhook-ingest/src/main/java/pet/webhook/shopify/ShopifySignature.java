package pet.webhook.shopify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import pet.platform.Secret;

/** Base64 HMAC-SHA256 of the raw body, by any of the active secrets. */
public final class ShopifySignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> keys;

  /**
   * Verifies by these secrets.
   *
   * @param secrets newest first; for an hour after a rotation Shopify may sign with the old one
   */
  public ShopifySignature(List<Secret> secrets) {
    keys =
        secrets.stream()
            .map(s -> new SecretKeySpec(s.value().getBytes(StandardCharsets.UTF_8), ALGORITHM))
            .toList();
  }

  /**
   * Which secret signed the body. Takes as long whichever it is, and whether one is.
   *
   * @param signature the header's value, or null
   * @return the secret's index; empty if none did
   */
  public OptionalInt verify(byte[] body, String signature) {
    byte[] given = decode(signature);
    OptionalInt match = OptionalInt.empty();
    for (int i = 0; i < keys.size(); i++) {
      boolean same = MessageDigest.isEqual(hmac(keys.get(i), body), given);
      if (same && match.isEmpty()) {
        match = OptionalInt.of(i);
      }
    }
    return match;
  }

  private static byte[] decode(String signature) {
    try {
      return signature == null ? new byte[0] : Base64.getDecoder().decode(signature.strip());
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static byte[] hmac(SecretKeySpec key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
