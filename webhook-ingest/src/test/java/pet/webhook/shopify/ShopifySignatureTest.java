package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;
import pet.testing.shopify.ShopifyWebhooks;
import pet.webhook.signature.Verification;
import pet.webhook.signature.Verification.Outcome;

class ShopifySignatureTest {

  private static final byte[] BODY = "{\"id\":1}".getBytes(UTF_8);

  private final ShopifySignature signature =
      new ShopifySignature(List.of(new Secret("new"), new Secret("old")));

  @Test
  void aKnownValue() {
    // echo -n '{"id":1}' | openssl dgst -sha256 -hmac new -binary | base64
    assertThat(signature.verify(BODY, "Ntw7zGXIegYCdTtWU4vRWZlgsnHSymGYq24re/RL/fE="))
        .isEqualTo(new Verification(Outcome.VALID, 0));
  }

  @Test
  void anyActiveSecretWillDo() {
    assertThat(signature.verify(BODY, new ShopifyWebhooks("new", "s").sign(BODY)))
        .isEqualTo(new Verification(Outcome.VALID, 0));
    assertThat(signature.verify(BODY, new ShopifyWebhooks("old", "s").sign(BODY)))
        .isEqualTo(new Verification(Outcome.VALID, 1));
    assertThat(signature.verify(BODY, new ShopifyWebhooks("gone", "s").sign(BODY)))
        .isEqualTo(Verification.of(Outcome.WRONG));
  }

  @Test
  void everyByteOfTheBodyCounts() {
    String good = new ShopifyWebhooks("new", "s").sign(BODY);
    assertThat(signature.verify("{\"id\":1} ".getBytes(UTF_8), good))
        .isEqualTo(Verification.of(Outcome.WRONG));
    assertThat(signature.verify("{\"id\":2}".getBytes(UTF_8), good))
        .isEqualTo(Verification.of(Outcome.WRONG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64!", "AAAA", "a,b"})
  void anythingElseIsNone(String header) {
    assertThat(signature.verify(BODY, header)).isEqualTo(Verification.of(Outcome.WRONG));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void oneHasToBeThere(String header) {
    assertThat(signature.verify(BODY, header)).isEqualTo(Verification.of(Outcome.MISSING));
  }
}
