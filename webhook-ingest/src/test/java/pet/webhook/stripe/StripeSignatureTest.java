package pet.webhook.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;
import pet.testing.webhooks.StripeWebhooks;
import pet.webhook.signature.Tolerance;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

/** Signed by Stripe's own library. */
class StripeSignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-22T19:05:00Z");
  private static final String BODY = "{\"id\":\"evt_1\",\"größe\":\"M\"}";

  private final StripeSignature signature =
      new StripeSignature(
          List.of(new Secret("whsec_new"), new Secret("whsec_old")),
          new Tolerance(Duration.ofMinutes(5), InstantSource.fixed(NOW)));

  private static String header(String secret, Instant at, String body) throws Exception {
    return "t=" + at.getEpochSecond() + ",v1=" + v1(secret, at, body);
  }

  private static String v1(String secret, Instant at, String body) throws Exception {
    return Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
  }

  private Verification verify(String body, String header) {
    return signature.verify(body.getBytes(UTF_8), header);
  }

  @Test
  void anyActiveSecretWillDo() throws Exception {
    assertThat(verify(BODY, header("whsec_new", NOW, BODY)))
        .isEqualTo(new Verification(Outcome.VALID, 0));
    assertThat(verify(BODY, header("whsec_old", NOW, BODY)))
        .isEqualTo(new Verification(Outcome.VALID, 1));
    assertThat(verify(BODY, header("whsec_gone", NOW, BODY)))
        .isEqualTo(Verification.of(Outcome.WRONG));
  }

  /** Where that library would be too much. */
  @Test
  void ourOwnSenderSignsAsThatLibraryDoes() throws Exception {
    assertThat(new StripeWebhooks("whsec_new").headers(BODY.getBytes(UTF_8), NOW))
        .containsEntry("Stripe-Signature", header("whsec_new", NOW, BODY));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws Exception {
    String both =
        header("whsec_gone", NOW, BODY) + ",v1=" + v1("whsec_old", NOW, BODY) + ",v0=abcdef";
    assertThat(verify(BODY, both)).isEqualTo(new Verification(Outcome.VALID, 1));
  }

  @Test
  void bodyAndTimeAreBothSigned() throws Exception {
    String good = header("whsec_new", NOW, BODY);
    assertThat(verify(BODY + " ", good).outcome()).isEqualTo(Outcome.WRONG);
    String later = good.replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 1));
    assertThat(verify(BODY, later).outcome()).isEqualTo(Outcome.WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "-300, VALID",
    "-301, OUTSIDE_TOLERANCE",
    "300, VALID",
    "301, OUTSIDE_TOLERANCE",
    "-1700000000, OUTSIDE_TOLERANCE"
  })
  void oldOnesAreNotTaken(long seconds, Outcome outcome) throws Exception {
    String header = header("whsec_new", NOW.plusSeconds(seconds), BODY);
    assertThat(verify(BODY, header).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "t=1",
        "v1=abcd",
        "t=,v1=abcd",
        "t=x,v1=abcd",
        "t=1,v1=xyz",
        "t=99999999999999"
      })
  void allPartsHaveToBeThere(String header) {
    assertThat(verify(BODY, header)).isEqualTo(Verification.of(Outcome.MISSING));
  }
}
