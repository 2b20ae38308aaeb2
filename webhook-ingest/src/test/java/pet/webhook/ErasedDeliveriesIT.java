package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import pet.domain.webhook.DeliveryCount;
import pet.domain.webhook.PersonIdentifiers;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.crypto.KeyRotation;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/** What is left of a delivery whose person is erased, and by what it was found. */
class ErasedDeliveriesIT extends LogFixture {

  private static final String BODY = "{\"email\":\"ann@example.com\",\"token\":\"t\"}";
  private static final PersonIdentifiers ANN =
      new PersonIdentifiers("ann", Set.of("ann@example.com"), Set.of(), Set.of());

  private final WebhooksForNeighbours webhooks =
      new WebhooksForNeighbours(jdbi, ENCRYPTION, Set.of("clerk"));

  private static List<String> column(String sql) {
    return jdbi.withHandle(h -> h.select(sql).mapTo(String.class).list());
  }

  private static DeliveryDao.Kept kept(UUID id) {
    return jdbi.withExtension(DeliveryDao.class, dao -> dao.kept(id)).orElseThrow();
  }

  @Test
  void headersGoWithTheBodyAndSoDoesWhomItNames() {
    UUID processed = take("checkouts/update", BODY.getBytes(UTF_8));
    runAll();
    UUID later = take("checkouts/update", BODY.getBytes(UTF_8));

    webhooks.erase(ANN);
    assertThat(kept(processed)).extracting(DeliveryDao.Kept::body).isEqualTo(false);
    assertThat(kept(processed).headers()).isNull();
    assertThat(kept(later).headers()).as("it is to be processed yet").isNotNull();

    runAll();
    assertThat(kept(later)).extracting(DeliveryDao.Kept::body).isEqualTo(false);
    assertThat(kept(later).headers()).isNull();
    assertThat(kept(later).secret()).as("that it was believed stays").isZero();
  }

  @Test
  void whomItNamesCannotBeReadNorTested() {
    take("checkouts/update", BODY.getBytes(UTF_8));

    assertThat(column("SELECT p::text FROM delivery_person p"))
        .singleElement()
        .asString()
        .doesNotContain("ann")
        .doesNotContain(
            column("SELECT encode(sha256(convert_to('email:ann@example.com', 'UTF8')), 'hex')")
                .get(0));
  }

  @Test
  void whoIsNamedIsFoundUnderTheNewKeyAlone() {
    String second = "2:YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";
    Encryption both = new Encryption(new EncryptionSettings(new Secret(second + "," + firstKey())));
    take("checkouts/update", BODY.getBytes(UTF_8));
    jdbi.useHandle(h -> h.execute("TRUNCATE encryption_key"));
    KeyRotation rotation =
        new KeyRotation(
            "webhook",
            jdbi,
            both,
            List.of(DeliveryPeople.COLUMNS),
            Duration.ZERO,
            new MetricRegistry());
    rotation.begin();
    rotation.run();

    Encryption alone = new Encryption(new EncryptionSettings(new Secret(second)));
    assertThat(new WebhooksForNeighbours(jdbi, alone, Set.of()).count(ANN))
        .isEqualTo(new DeliveryCount(1));
  }

  private static String firstKey() {
    return new EncryptionSettings(null).key().value();
  }

  /** A payment that names its order by a number joins its lane when it is processed. */
  @Test
  void whatFindsItsLaneLateIsErasedIfTheLaneIs() {
    ShopifyOrderPayload order = anOrder();
    webhooks.erase(new PersonIdentifiers("ann", Set.of(order.id())));
    UUID id = take("app/uninstalled", "{}".getBytes(UTF_8));
    DeliveryStep finds =
        new DeliveryStep(
            jdbi,
            events,
            delivery ->
                delivery.lane() == null
                    ? ProcessingResult.belongsTo(ShopifyBody.laneOf(order.id()))
                    : ProcessingResult.processed(null),
            new ErasedLanes(ENCRYPTION),
            settings,
            metrics);
    while (finds.run()) {
      assertThat(kept(id)).isNotNull();
    }

    assertThat(kept(id).body()).isFalse();
  }
}
