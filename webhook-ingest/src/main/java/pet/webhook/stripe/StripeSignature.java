package pet.webhook.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pet.platform.Secret;
import pet.webhook.signature.HmacSecrets;
import pet.webhook.signature.Tolerance;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

/**
 * {@code Stripe-Signature: t=1732302300,v1=5257a8…}: hexadecimal HMAC-SHA256 of {@code t.body}.
 * More than one {@code v1} may be there while a secret is rotated.
 */
public final class StripeSignature {

  private static final int MOST_SIGNATURES = 10;

  private final HmacSecrets secrets;
  private final Tolerance tolerance;

  /**
   * Verifies by these secrets.
   *
   * @param secrets newest first, as Stripe shows them, {@code whsec_} included
   */
  public StripeSignature(List<Secret> secrets, Tolerance tolerance) {
    this.secrets = new HmacSecrets(secrets.stream().map(s -> s.value().getBytes(UTF_8)).toList());
    this.tolerance = tolerance;
  }

  /**
   * Looks at a signature.
   *
   * @param header its value, or null
   */
  public Verification verify(byte[] body, String header) {
    String time = null;
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header == null ? new String[0] : header.split(",", MOST_SIGNATURES)) {
      String field = part.strip();
      if (field.startsWith("t=")) {
        time = field.substring(2);
      } else if (field.startsWith("v1=")) {
        hex(field.substring(3)).ifPresent(signatures::add);
      }
    }
    Optional<Instant> signedAt = Tolerance.time(time);
    if (signedAt.isEmpty() || signatures.isEmpty()) {
      return Verification.of(Outcome.MISSING);
    }
    OptionalInt secret = secrets.match(signatures, (time + ".").getBytes(UTF_8), body);
    return secret.isPresent() && !tolerance.holds(signedAt.get())
        ? Verification.of(Outcome.OUTSIDE_TOLERANCE)
        : Verification.of(secret);
  }

  private static Optional<byte[]> hex(String text) {
    try {
      return Optional.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
