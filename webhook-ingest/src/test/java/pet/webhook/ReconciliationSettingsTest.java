package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import pet.platform.Secret;

class ReconciliationSettingsTest {

  private static ReconciliationSettings settings(String shop, String token, String url) {
    return new ReconciliationSettings(
        shop,
        null,
        new Secret(token),
        null,
        null,
        null,
        null,
        null,
        null,
        url == null ? null : URI.create(url));
  }

  @Test
  void offWithoutAToken() {
    assertThat(settings("", "", null).isOn()).isFalse();
  }

  @Test
  void theShopsOwnAddressAndTheTokenInNothingPrinted() {
    ReconciliationSettings settings = settings("paws.myshopify.com", "shpat_secret", null);
    assertThat(settings.isOn()).isTrue();
    assertThat(settings.url())
        .hasToString("https://paws.myshopify.com/admin/api/2026-07/graphql.json");
    assertThat(settings.toString()).doesNotContain("shpat_secret");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("", "shpat_secret", null))
        .withMessageContaining("webhook.reconciliation.shop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("paws/..", "shpat_secret", null))
        .withMessageContaining("webhook.reconciliation.shop");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("paws.myshopify.com", "shpat_secret", "http://example.com/"))
        .withMessageContaining("https");
  }
}
