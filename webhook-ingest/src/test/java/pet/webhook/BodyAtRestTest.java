package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.testing.shopify.ShopifyWebhooks;

class BodyAtRestTest {

  private static final Encryption ENCRYPTION = new Encryption(new EncryptionSettings(null));

  @Test
  void aBodyIsReadBackToTheByte() {
    byte[] body = ShopifyWebhooks.sample("orders_create");

    byte[] sealed = BodyAtRest.seal(ENCRYPTION, body);

    assertThat(BodyAtRest.open(ENCRYPTION, sealed)).isEqualTo(body);
    assertThat(sealed.length).isLessThan(body.length / 4);
  }

  @Test
  void whatDoesNotCompressIsReadBackToo() {
    byte[] noise = new byte[1024 * 1024];
    new Random(7).nextBytes(noise);

    assertThat(BodyAtRest.open(ENCRYPTION, BodyAtRest.seal(ENCRYPTION, noise))).isEqualTo(noise);
    assertThat(BodyAtRest.open(ENCRYPTION, BodyAtRest.seal(ENCRYPTION, new byte[0]))).isEmpty();
  }

  @Test
  void aBodyOfBeforeTheyWereCompressedIsReadAsItIs() {
    byte[] body = "{\"id\":820982911946154508}".getBytes(UTF_8);

    byte[] sealed = ENCRYPTION.encrypt("webhook.body", body);

    assertThat(BodyAtRest.open(ENCRYPTION, sealed)).isEqualTo(body);
  }

  @Test
  void nothingOfItIsReadableAndAChangeIsNoticed() {
    byte[] body = "{\"email\":\"jon@example.com\"}".getBytes(UTF_8);
    byte[] sealed = BodyAtRest.seal(ENCRYPTION, body);

    assertThat(new String(sealed, UTF_8)).doesNotContain("jon");
    sealed[sealed.length - 20] ^= 1;
    assertThatThrownBy(() -> BodyAtRest.open(ENCRYPTION, sealed))
        .isInstanceOf(IllegalStateException.class);
  }
}
