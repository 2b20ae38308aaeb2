package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;
import pet.platform.Stage;

class WebhookSettingsTest {

  private static WebhookSettings with(String secrets) {
    return new WebhookSettings(
        secrets == null ? null : new Secret(secrets), null, null, null, null, null);
  }

  @Test
  void secretsAreAListNewestFirst() {
    assertThat(with(" new , old,,").activeShopifySecrets(Stage.PRODUCTION))
        .extracting(Secret::value)
        .containsExactly("new", "old");
  }

  @Test
  void developmentAloneHasADefault() {
    assertThat(with("").activeShopifySecrets(Stage.DEVELOPMENT))
        .extracting(Secret::value)
        .containsExactly("dev-shopify-secret");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ",", "dev-shopify-secret", "good,dev-shopify-secret"})
  void productionNamesTheSettingAtFault(String secrets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(secrets).activeShopifySecrets(Stage.PRODUCTION))
        .withMessageContaining("webhook.shopifySecrets")
        .withMessageContaining("SHOPIFY_WEBHOOK_SECRETS");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(with("s3cr3t").toString()).doesNotContain("s3cr3t");
  }
}
