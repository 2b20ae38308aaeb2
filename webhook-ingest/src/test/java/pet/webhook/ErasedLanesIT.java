package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.crypto.KeyRotation;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/**
 * What is erased stays so under whichever key, and as it was kept before there were keys for it.
 */
class ErasedLanesIT extends LogFixture {

  private static final String FIRST = "b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=";
  private static final String SECOND = "2:YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";

  private static ErasedLanes with(String keys) {
    return new ErasedLanes(encryption(keys));
  }

  private static Encryption encryption(String keys) {
    return new Encryption(new EncryptionSettings(new Secret(keys)));
  }

  private static void rotate(String keys) {
    jdbi.useHandle(h -> h.execute("TRUNCATE encryption_key"));
    KeyRotation rotation =
        new KeyRotation(
            "webhook",
            jdbi,
            encryption(keys),
            List.of(ErasedLanes.COLUMNS),
            Duration.ZERO,
            new MetricRegistry());
    rotation.begin();
    rotation.run();
  }

  /** Whether a delivery of the order is marked where it comes in, by a process with such keys. */
  private static boolean isMarked(String keys, ShopifyOrderPayload order) {
    UUID id = UUID.randomUUID();
    NewDelivery delivery =
        new NewDelivery(
            id,
            "shopify",
            new DeliveryMetadata(
                "paws", "orders/updated", id.toString(), null, null, null, null, lane(order), null),
            0,
            ENCRYPTION.encrypt(Intake.HEADERS_PURPOSE, new byte[] {'{', '}'}),
            BodyAtRest.seal(ENCRYPTION, order.compact()),
            Set.of());
    DeliveryLog.Received received = new DeliveryLog.Received(delivery, Instant.now());
    jdbi.useTransaction(h -> DeliveryLog.insert(h, with(keys), List.of(received)));
    return jdbi.withHandle(
        h ->
            h.select("SELECT to_be_erased FROM delivery WHERE id = ?", id)
                .mapTo(Boolean.class)
                .one());
  }

  private static String lane(ShopifyOrderPayload order) {
    return ShopifyBody.laneOf(order.id());
  }

  private static void mark(String keys, ShopifyOrderPayload... orders) {
    jdbi.useTransaction(
        h -> with(keys).mark(h, List.of(orders).stream().map(ErasedLanesIT::lane).toList()));
  }

  private static int rows() {
    return jdbi.withHandle(
        h -> h.select("SELECT count(*) FROM erased_lane").mapTo(int.class).one());
  }

  @Test
  void aLaneIsKnownToReplicasThatWriteWithEitherKey() {
    ShopifyOrderPayload one = anOrder();
    ShopifyOrderPayload other = anOrder();
    mark(FIRST + "," + SECOND, one);
    mark(SECOND + "," + FIRST, other);
    mark(SECOND + "," + FIRST, one);
    assertThat(rows()).as("one is there already").isEqualTo(2);

    for (String keys : List.of(FIRST + "," + SECOND, SECOND + "," + FIRST)) {
      assertThat(isMarked(keys, one)).isTrue();
      assertThat(isMarked(keys, other)).isTrue();
      assertThat(isMarked(keys, anOrder())).isFalse();
    }
  }

  @Test
  void aLaneIsKnownUnderTheNewKeyAlone() {
    ShopifyOrderPayload order = anOrder();
    mark(FIRST, order);
    rotate(SECOND + "," + FIRST);

    assertThat(isMarked(SECOND, order)).isTrue();
    assertThat(isMarked(FIRST, order)).as("nothing is left of it").isFalse();
  }

  @Test
  void aPlainDigestOfBeforeIsBroughtUnderTheKey() {
    ShopifyOrderPayload order = anOrder();
    jdbi.useHandle(
        h ->
            h.execute(
                "INSERT INTO erased_lane (lane_hash) VALUES (sha256(convert_to(?, 'UTF8')))",
                lane(order)));
    rotate(FIRST);

    assertThat(isMarked(FIRST, order)).isTrue();
    int plain =
        jdbi.withHandle(
            h ->
                h.select(
                        "SELECT count(*) FROM erased_lane"
                            + " WHERE lane_hash = sha256(convert_to(?, 'UTF8'))",
                        lane(order))
                    .mapTo(int.class)
                    .one());
    assertThat(plain).as("anybody could have tested it").isZero();
  }
}
