package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;

/** When an old secret may go: known to every process, whichever of them it signed for. */
class SecretUseIT extends LogFixture {

  private static final Secret NEW = new Secret("n3w-s3cret");
  private static final Secret OLD = new Secret("0ld-s3cret");

  private static SecretUse use(MetricRegistry registry, Secret... secrets) {
    SecretUse use = new SecretUse(jdbi, ENCRYPTION, new WebhookMetrics(registry));
    use.watch("shopify", List.of(secrets));
    return use;
  }

  /** Seconds by position. */
  private static Map<String, Double> unused(MetricRegistry registry) {
    return registry.getNames().stream()
        .filter(name -> name.endsWith(".unused.seconds"))
        .collect(
            Collectors.toMap(
                name -> name.replaceAll("webhook\\.secret\\.(shopify\\.\\d)\\..*", "$1"),
                name -> (Double) registry.gauge(name).getValue()));
  }

  @Test
  void anotherProcessKnowsAndAnotherPlaceDoesNotMatter() {
    MetricRegistry here = new MetricRegistry();
    SecretUse signing = use(here, OLD);
    signing.matched("shopify", 0);
    signing.exchange();
    assertThat(unused(here).get("shopify.0")).isBetween(0.0, 60.0);
    jdbi.useHandle(h -> h.execute("UPDATE secret_use SET used_at = used_at - interval '2 hours'"));
    MetricRegistry there = new MetricRegistry();
    use(there, NEW, OLD).exchange();
    assertThat(unused(there).get("shopify.0")).isEqualTo(-1);
    assertThat(unused(there).get("shopify.1")).isBetween(7100.0, 7400.0);
  }

  @Test
  void aSecretKeepsItsTimeWhenAnotherKeyKnowsIt() {
    String first = "b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=";
    String second = "2:YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";
    SecretUse signing = use(new MetricRegistry(), first, OLD);
    signing.matched("shopify", 0);
    signing.exchange();
    jdbi.useHandle(h -> h.execute("UPDATE secret_use SET used_at = used_at - interval '2 hours'"));

    use(new MetricRegistry(), second + "," + first, NEW, OLD).exchange();

    MetricRegistry alone = new MetricRegistry();
    use(alone, second, NEW, OLD).exchange();
    assertThat(unused(alone).get("shopify.1")).isBetween(7100.0, 7400.0);
    assertThat(unused(alone).get("shopify.0")).isEqualTo(-1);
  }

  private static SecretUse use(MetricRegistry registry, String keys, Secret... secrets) {
    Encryption encryption = new Encryption(new EncryptionSettings(new Secret(keys)));
    SecretUse use = new SecretUse(jdbi, encryption, new WebhookMetrics(registry));
    use.watch("shopify", List.of(secrets));
    return use;
  }

  @Test
  void theSecretItselfIsNowhere() {
    SecretUse use = use(registry, NEW, OLD);
    use.matched("shopify", 1);
    use.exchange();
    List<String> kept =
        jdbi.withHandle(
            h -> h.createQuery("SELECT secret FROM secret_use").mapTo(String.class).list());
    assertThat(kept).hasSize(1).allMatch(secret -> secret.matches("shopify/[0-9a-f]{8}"));
    assertThat(registry.getNames()).noneMatch(name -> name.contains("s3cret"));
  }
}
