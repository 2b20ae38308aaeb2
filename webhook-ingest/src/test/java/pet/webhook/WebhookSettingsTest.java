package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;
import pet.platform.Stage;

class WebhookSettingsTest {

  // As long as Shopify's are, and Stripe's.
  private static final String NEW = "shpss_0123456789abcdef0123456789abcdef";
  private static final String OLD = "whsec_fedcba9876543210fedcba9876543210";

  private static WebhookSettings settings(String shopify, String stripe) {
    return new WebhookSettings(
        shopify == null ? null : new Secret(shopify),
        stripe == null ? null : new Secret(stripe),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static WebhookSecrets secrets(
      String shopify, String stripe, Stage stage, Map<String, String> environment) {
    return new WebhookSecrets(settings(shopify, stripe), stage, environment);
  }

  private static WebhookSecrets shopify(String secrets, Stage stage) {
    return secrets(secrets, null, stage, Map.of());
  }

  @Test
  void secretsAreAListNewestFirst() {
    assertThat(shopify(" " + NEW + " , " + OLD + ",,", Stage.PRODUCTION).shopify())
        .extracting(Secret::value)
        .containsExactly(NEW, OLD);
  }

  @Test
  void developmentAloneHasDefaults() {
    WebhookSecrets secrets = secrets("", "", Stage.DEVELOPMENT, Map.of());
    assertThat(secrets.shopify()).extracting(Secret::value).containsExactly("dev-shopify-secret");
    assertThat(secrets.stripe())
        .extracting(Secret::value)
        .containsExactly("whsec_dev-stripe-secret");
    assertThat(secrets.standard().get("clerk"))
        .extracting(Secret::value)
        .containsExactly("whsec_ZGV2LWNsZXJrLXNlY3JldC0wMTIzNDU2Nzg5");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "dev-shopify-secret",
        "good,dev-shopify-secret",
        "too-short",
        NEW + ",aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void productionNamesTheSettingAtFault(String secrets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shopify(secrets, Stage.PRODUCTION).shopify())
        .withMessageContaining("webhook.shopifySecrets")
        .withMessageContaining("SHOPIFY_WEBHOOK_SECRETS")
        .withMessageNotContainingAny("too-short", "aaaa", NEW);
  }

  @Test
  void productionMayDoWithoutStripeAndTheOthers() {
    WebhookSecrets secrets = shopify(NEW, Stage.PRODUCTION);
    assertThat(secrets.stripe()).isEmpty();
    assertThat(secrets.standard()).isEmpty();
  }

  @Test
  void productionRefusesDevelopmentsSecretsOfAnySource() {
    assertThatIllegalArgumentException()
        .isThrownBy(secrets(NEW, "whsec_dev-stripe-secret", Stage.PRODUCTION, Map.of())::stripe)
        .withMessageContaining("STRIPE_WEBHOOK_SECRETS");
    Map<String, String> clerk =
        Map.of("STANDARD_WEBHOOK_SECRETS_CLERK", "whsec_ZGV2LWNsZXJrLXNlY3JldC0wMTIzNDU2Nzg5");
    assertThatIllegalArgumentException()
        .isThrownBy(secrets(NEW, "", Stage.PRODUCTION, clerk)::standard)
        .withMessageContaining("STANDARD_WEBHOOK_SECRETS_CLERK");
  }

  @Test
  void theEnvironmentNamesFurtherSources() {
    Map<String, String> environment =
        Map.of("STANDARD_WEBHOOK_SECRETS_RESEND", NEW + "," + OLD, "PATH", "/bin");
    Map<String, List<String>> sources =
        secrets(NEW, "", Stage.PRODUCTION, environment).standard().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, e -> e.getValue().stream().map(Secret::value).toList()));
    assertThat(sources).containsExactly(entry("resend", List.of(NEW, OLD)));
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(settings("s3cr3t", "s3cr3t").toString()).doesNotContain("s3cr3t");
  }
}
