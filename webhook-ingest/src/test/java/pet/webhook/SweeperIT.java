package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import io.dropwizard.util.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import pet.testing.shopify.ShopifyOrderPayload;

/** What the log need not keep any more is removed, and nothing else. */
class SweeperIT extends LogFixture {

  private final Sweeper sweeper = new Sweeper(jdbi, settings.retention(), metrics);

  private UUID processed(int daysAgo) {
    UUID id = take("orders/create", anOrder());
    runAll();
    age(id, daysAgo);
    return id;
  }

  private static void age(UUID id, int days) {
    for (String table : List.of("delivery WHERE id", "delivery_key WHERE delivery_id")) {
      List<String> parts = List.of(table.split(" ", -1));
      jdbi.useHandle(
          h ->
              h.createUpdate(
                      "UPDATE "
                          + parts.get(0)
                          + " SET received_at = now() - :days * interval '1 day' WHERE "
                          + parts.get(2)
                          + " = :id")
                  .bind("days", days)
                  .bind("id", id)
                  .execute());
    }
  }

  private static List<UUID> ids(String sql) {
    return jdbi.withHandle(h -> h.createQuery(sql).mapTo(UUID.class).list());
  }

  private static List<UUID> withBodies() {
    return ids("SELECT id FROM delivery WHERE body IS NOT NULL AND headers IS NOT NULL");
  }

  private static List<UUID> rows() {
    return ids("SELECT id FROM delivery");
  }

  private static List<UUID> keys() {
    return ids("SELECT delivery_id FROM delivery_key");
  }

  @Test
  void bodiesGoFirstThenRowsThenKeys() {
    UUID fresh = processed(29);
    UUID older = processed(31);
    UUID old = processed(91);
    UUID ancient = processed(401);
    sweeper.sweep();
    assertThat(withBodies()).containsExactlyInAnyOrder(fresh);
    assertThat(rows()).containsExactlyInAnyOrder(fresh, older);
    assertThat(keys()).containsExactlyInAnyOrder(fresh, older, old).doesNotContain(ancient);
    assertThat(registry.meter("webhook.retention.bodies").getCount()).isEqualTo(3);
    assertThat(registry.meter("webhook.retention.deliveries").getCount()).isEqualTo(2);
    assertThat(registry.meter("webhook.retention.keys").getCount()).isEqualTo(1);
    sweeper.sweep();
    assertThat(registry.meter("webhook.retention.bodies").getCount()).isEqualTo(3);
  }

  @Test
  void bodiesMayGoWithinADayButNotWhatWasJustReplayed() {
    UUID fresh = processed(0);
    UUID old = processed(0);
    UUID replayed = processed(0);
    jdbi.useHandle(
        h -> {
          h.execute(
              "UPDATE delivery SET received_at = now() - interval '2 hours' WHERE id IN (?, ?)",
              old,
              replayed);
          h.execute("UPDATE delivery SET replayed_at = now() WHERE id = ?", replayed);
        });
    new Sweeper(jdbi, new Retention(Duration.hours(1), null, null, null), metrics).sweep();
    assertThat(withBodies()).containsExactlyInAnyOrder(fresh, replayed);
    assertThat(rows()).containsExactlyInAnyOrder(fresh, old, replayed);
  }

  @Test
  void whatIsNotProcessedYetStaysWhateverItsAge() {
    ShopifyOrderPayload order = anOrder();
    UUID waiting = take("orders/paid", order);
    runAll();
    UUID pending = take("orders/create", anOrder());
    age(waiting, 500);
    age(pending, 500);
    sweeper.sweep();
    assertThat(withBodies()).containsExactlyInAnyOrder(waiting, pending);
    assertThat(keys()).containsExactlyInAnyOrder(waiting, pending);
  }

  @Test
  void aDuplicateOfWhatIsGoneIsStillOne() {
    UUID id = processed(100);
    sweeper.sweep();
    assertThat(rows()).isEmpty();
    NewDelivery again =
        new NewDelivery(
            UUID.randomUUID(),
            "shopify",
            new DeliveryMetadata(
                "paws", "orders/create", "webhook:" + id, null, null, null, null, null, null),
            0,
            new byte[1],
            new byte[1],
            Set.of());
    assertThat(log.take(List.of(again))).containsExactly(DeliveryLog.Receipt.DUPLICATE);
  }

  @Test
  void thePastOfADeliveryGoesWithIt() {
    UUID id = take("orders/paid", anOrder());
    runAll();
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET state = 'DEAD'"));
    age(id, 100);
    assertThat(ids("SELECT delivery_id FROM delivery_history")).containsExactly(id);
    sweeper.sweep();
    assertThat(ids("SELECT delivery_id FROM delivery_history")).isEmpty();
  }

  @Test
  void whomABodyNamedIsNotKeptWithoutIt() {
    byte[] body = "{\"email\":\"ann@example.com\",\"id\":7}".getBytes(UTF_8);
    UUID old = take("checkouts/update", body);
    UUID young = take("checkouts/update", body);
    runAll();
    age(old, 31);
    sweeper.sweep();
    assertThat(ids("SELECT delivery_id FROM delivery_person")).containsExactly(young);
  }

  @Test
  void aLaneThatNamesAPersonGoesWithTheBody() {
    UUID order = processed(31);
    UUID person = processed(31);
    jdbi.useHandle(
        h -> h.execute("UPDATE delivery SET lane = 'clerk:user:alice' WHERE id = ?", person));
    sweeper.sweep();
    assertThat(view(order).lane()).startsWith("shopify:order:");
    assertThat(view(person).lane()).isNull();
  }

  @Test
  void oneProcessAtATimeRemoves() {
    UUID old = processed(100);
    try (Handle other = jdbi.open()) {
      other.begin();
      assertThat(other.attach(RetentionDao.class).elected()).isTrue();
      sweeper.sweep();
      assertThat(rows()).containsExactly(old);
      other.rollback();
    }
    sweeper.sweep();
    assertThat(rows()).isEmpty();
  }

  @Test
  void moreThanABatchIsRemovedInOneGo() {
    UUID model = processed(31);
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    INSERT INTO delivery (id, source, shop, topic, body, headers, state, received_at)
                    SELECT gen_random_uuid(), source, shop, topic, body, headers, state, received_at
                    FROM delivery, generate_series(1, 1200) WHERE id = :model
                    """)
                .bind("model", model)
                .execute());
    sweeper.sweep();
    assertThat(withBodies()).isEmpty();
    assertThat(rows()).hasSize(1201);
  }
}
