package pet.webhook.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;
import pet.testing.webhooks.StandardWebhooks;
import pet.webhook.signature.Tolerance;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

/** Signed by Standard Webhooks' own library; what it lacks, ed25519, by the JDK. */
class StandardSignatureTest {

  private static final Instant NOW = Instant.parse("2026-11-22T19:05:00Z");
  private static final String ID = "msg_1";
  private static final String BODY = "{\"type\":\"user.created\",\"name\":\"Zoë\"}";
  private static final String NEW = "whsec_bmV3LXNlY3JldC1vZi1jbGVyay1pcy0zMi1ieXRlcyE=";
  private static final String OLD = "whsec_b2xkLXNlY3JldC1vZi1jbGVyay1pcy0zMi1ieXRlcyE=";
  private static final String GONE = "whsec_Z29uZS1zZWNyZXQtb2YtY2xlcmstaXMtMzItYnl0ZXM=";

  private static StandardSignature of(String... secrets) {
    return new StandardSignature(
        Stream.of(secrets).map(Secret::new).toList(),
        new Tolerance(Duration.ofMinutes(5), InstantSource.fixed(NOW)));
  }

  private static String sign(String secret, Instant at) throws Exception {
    return new Webhook(secret).sign(ID, at.getEpochSecond(), BODY);
  }

  private static Verification verify(StandardSignature by, String id, String body, String header) {
    return by.verify(body.getBytes(UTF_8), id, "" + NOW.getEpochSecond(), header);
  }

  @Test
  void ourOwnSenderSignsAsThatLibraryDoes() throws Exception {
    assertThat(new StandardWebhooks(NEW).headers(ID, BODY.getBytes(UTF_8), NOW))
        .containsEntry("webhook-id", ID)
        .containsEntry("webhook-timestamp", "" + NOW.getEpochSecond())
        .containsEntry("webhook-signature", sign(NEW, NOW));
  }

  @Test
  void anyActiveSecretWillDo() throws Exception {
    StandardSignature by = of(NEW, OLD);
    assertThat(verify(by, ID, BODY, sign(NEW, NOW))).isEqualTo(new Verification(Outcome.VALID, 0));
    assertThat(verify(by, ID, BODY, sign(OLD, NOW))).isEqualTo(new Verification(Outcome.VALID, 1));
    assertThat(verify(by, ID, BODY, sign(GONE, NOW))).isEqualTo(Verification.of(Outcome.WRONG));
    assertThat(verify(by, ID, BODY, "v1,AAAA v2,x " + sign(OLD, NOW)))
        .isEqualTo(new Verification(Outcome.VALID, 1));
  }

  @Test
  void idTimeAndBodyAreSigned() throws Exception {
    StandardSignature by = of(NEW);
    String good = sign(NEW, NOW);
    assertThat(verify(by, "msg_2", BODY, good).outcome()).isEqualTo(Outcome.WRONG);
    assertThat(verify(by, ID, BODY + " ", good).outcome()).isEqualTo(Outcome.WRONG);
    String other = sign(NEW, NOW.plusSeconds(1));
    assertThat(verify(by, ID, BODY, other).outcome()).isEqualTo(Outcome.WRONG);
  }

  @ParameterizedTest
  @CsvSource({"-300, VALID", "-301, OUTSIDE_TOLERANCE", "301, OUTSIDE_TOLERANCE"})
  void oldOnesAreNotTaken(long seconds, Outcome outcome) throws Exception {
    Instant at = NOW.plusSeconds(seconds);
    Verification verification =
        of(NEW).verify(BODY.getBytes(UTF_8), ID, "" + at.getEpochSecond(), sign(NEW, at));
    assertThat(verification.outcome()).isEqualTo(outcome);
  }

  @Test
  void publicKeysVerifyToo() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update((ID + "." + NOW.getEpochSecond() + "." + BODY).getBytes(UTF_8));
    String header = "v1a," + Base64.getEncoder().encodeToString(signer.sign());
    StandardSignature by = of(NEW, "whpk_" + Base64.getEncoder().encodeToString(raw));

    assertThat(verify(by, ID, BODY, header)).isEqualTo(new Verification(Outcome.VALID, 1));
    assertThat(verify(by, ID, BODY + " ", header).outcome()).isEqualTo(Outcome.WRONG);
    assertThat(verify(by, ID, BODY, header.replace("v1a,", "v1,")).outcome())
        .isEqualTo(Outcome.WRONG);
    assertThat(verify(by, ID, BODY, "v1a,AAAA").outcome()).isEqualTo(Outcome.WRONG);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "v1", "v2,AAAA", "v1,!!!!"})
  void aSignatureHasToBeThere(String header) {
    assertThat(verify(of(NEW), ID, BODY, header)).isEqualTo(Verification.of(Outcome.MISSING));
  }

  @Test
  void idAndTimeHaveToBeThere() throws Exception {
    String good = sign(NEW, NOW);
    byte[] body = BODY.getBytes(UTF_8);
    assertThat(of(NEW).verify(body, null, "" + NOW.getEpochSecond(), good).outcome())
        .isEqualTo(Outcome.MISSING);
    for (String time : List.of("", "soon", "-1", "1e9")) {
      assertThat(of(NEW).verify(body, ID, time, good).outcome()).isEqualTo(Outcome.MISSING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t", "whsec_s3cr3t!", "whpk_AAAA"})
  void aSecretThatIsNoneIsRefusedAndNotQuoted(String secret) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(secret))
        .withMessageContaining("whsec_")
        .withMessageNotContaining("s3cr3t");
  }
}
