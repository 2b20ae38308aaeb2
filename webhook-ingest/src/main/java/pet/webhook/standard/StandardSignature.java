package pet.webhook.standard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pet.platform.Secret;
import pet.webhook.signature.HmacSecrets;
import pet.webhook.signature.Tolerance;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

/**
 * {@code webhook-signature}: a list, divided by spaces, of {@code v1,base64} (HMAC-SHA256) and
 * {@code v1a,base64} (ed25519) over {@code id.timestamp.body}.
 */
public final class StandardSignature {

  private static final String SYMMETRIC = "whsec_";
  private static final String ASYMMETRIC = "whpk_";
  private static final int MOST_SIGNATURES = 10;
  // What stands before the 32 bytes of an ed25519 key in its X.509 form.
  private static final byte[] ED25519 = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private final HmacSecrets secrets;
  private final List<Integer> secretIndexes = new ArrayList<>();
  private final List<PublicKey> keys = new ArrayList<>();
  private final List<Integer> keyIndexes = new ArrayList<>();
  private final Tolerance tolerance;

  /**
   * Verifies by these secrets.
   *
   * @param secrets newest first: {@code whsec_} and the secret in Base64 for {@code v1}, or {@code
   *     whpk_} and the public key in Base64 for {@code v1a}
   * @throws IllegalArgumentException if one is neither; it is not quoted
   */
  public StandardSignature(List<Secret> secrets, Tolerance tolerance) {
    this.tolerance = tolerance;
    List<byte[]> symmetric = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      String secret = secrets.get(i).value();
      if (secret.startsWith(SYMMETRIC)) {
        symmetric.add(base64(secret.substring(SYMMETRIC.length())).orElseThrow(this::unreadable));
        secretIndexes.add(i);
      } else if (secret.startsWith(ASYMMETRIC)) {
        keys.add(publicKey(secret.substring(ASYMMETRIC.length())));
        keyIndexes.add(i);
      } else {
        throw unreadable();
      }
    }
    this.secrets = new HmacSecrets(symmetric);
  }

  /**
   * Looks at a signature.
   *
   * @param id {@code webhook-id}, or null
   * @param timestamp {@code webhook-timestamp}, seconds since 1970, or null
   * @param header {@code webhook-signature}, or null
   */
  public Verification verify(byte[] body, String id, String timestamp, String header) {
    Optional<Instant> signedAt = Tolerance.time(timestamp);
    List<byte[]> hmacs = new ArrayList<>();
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header == null ? new String[0] : header.split(" ", MOST_SIGNATURES)) {
      if (part.startsWith("v1,")) {
        base64(part.substring(3)).ifPresent(hmacs::add);
      } else if (part.startsWith("v1a,")) {
        base64(part.substring(4)).ifPresent(signatures::add);
      }
    }
    if (id == null || signedAt.isEmpty() || (hmacs.isEmpty() && signatures.isEmpty())) {
      return Verification.of(Outcome.MISSING);
    }
    byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
    OptionalInt secret = index(secrets.match(hmacs, head, body), secretIndexes);
    if (secret.isEmpty()) {
      secret = index(signedBy(signatures, head, body), keyIndexes);
    }
    return secret.isPresent() && !tolerance.holds(signedAt.get())
        ? Verification.of(Outcome.OUTSIDE_TOLERANCE)
        : Verification.of(secret);
  }

  private static OptionalInt index(OptionalInt found, List<Integer> indexes) {
    return found.isEmpty() ? found : OptionalInt.of(indexes.get(found.getAsInt()));
  }

  private OptionalInt signedBy(List<byte[]> signatures, byte[] head, byte[] body) {
    for (int i = 0; i < keys.size(); i++) {
      for (byte[] signature : signatures) {
        if (isSignedBy(keys.get(i), signature, head, body)) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isSignedBy(PublicKey key, byte[] signature, byte[] head, byte[] body) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(head);
      verifier.update(body);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // Bytes that are no signature at all.
      return false;
    }
  }

  private PublicKey publicKey(String text) {
    byte[] key = base64(text).filter(bytes -> bytes.length == 32).orElseThrow(this::unreadable);
    byte[] encoded = new byte[ED25519.length + key.length];
    System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
    System.arraycopy(key, 0, encoded, ED25519.length, key.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw unreadable();
    }
  }

  private IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "a secret of Standard Webhooks is 'whsec_' or 'whpk_' and Base64");
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
