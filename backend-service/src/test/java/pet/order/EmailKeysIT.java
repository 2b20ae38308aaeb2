package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static pet.testing.ReportFixture.anOrder;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.Person;
import pet.domain.order.OrderReport.Fact;
import pet.messaging.OutboxEventBus;
import pet.platform.Secret;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.crypto.KeyRotation;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Addresses come under another key while replicas of both write, read and look them up. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class EmailKeysIT {

  private static final String FIRST = "1:b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=";
  private static final String SECOND = "2:YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";
  private static final String EMAIL = "jane.doe@example.com";
  private static final Caller JANE = new Caller("jane", Set.of(), EMAIL);
  private static final Duration LINKS = Duration.ofDays(31);

  private static OrderStore store;

  /** A process with keys of its own, on the same database. */
  private record Replica(Emails emails, KeyRotation rotation, MetricRegistry metrics) {

    static Replica with(String keys) {
      Encryption encryption = new Encryption(new EncryptionSettings(new Secret(keys)));
      MetricRegistry metrics = new MetricRegistry();
      KeyRotation rotation =
          new KeyRotation(
              "order", store.jdbi(), encryption, List.of(Emails.COLUMNS), LINKS, metrics);
      rotation.begin();
      return new Replica(new Emails(encryption), rotation, metrics);
    }

    private Store orders() {
      return new Store(store.jdbi(), new OutboxEventBus(() -> {}, null));
    }

    OrdersForNeighbours contract() {
      return new OrdersForNeighbours(
          new OrderReports(orders(), emails, Clock.systemUTC()), personal());
    }

    OrderService service() {
      return new OrderService(orders(), emails, Clock.systemUTC());
    }

    PersonalOrders personal() {
      return new PersonalOrders(orders(), emails, store.idempotency(), Clock.systemUTC());
    }

    long gauge(String name) {
      return ((Number)
              ((Gauge<?>) metrics.getGauges().get("encryption.order.key." + name)).getValue())
          .longValue();
    }

    HealthCheck.Result health() {
      return rotation.health().execute();
    }

    /** All that there is to do, in turns, as the process takes them. */
    void rotate() {
      for (int turn = 0; turn < 1_000 && (turn < 3 || gauge("1.rows") > 0); turn++) {
        rotation.run();
      }
    }
  }

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
    store.jdbi().useHandle(h -> h.execute("TRUNCATE encryption_key"));
  }

  private static List<String> versions() {
    return store.strings(
        """
        SELECT DISTINCT get_byte(email_cipher, 0) || ' ' ||
          CASE length(email_hash) WHEN 32 THEN 1 ELSE get_byte(email_hash, 0) END
        FROM orders ORDER BY 1
        """);
  }

  private static void timePasses(Duration time) {
    store
        .jdbi()
        .useHandle(h -> h.execute("UPDATE encryption_key SET written_at = written_at - ?", time));
  }

  private void placed(Replica replica, ReportFixture order) {
    replica.contract().report(order.created());
  }

  @Test
  void replicasThatWriteWithEitherKeyFindAndReadAllOrders() {
    Replica reads = Replica.with(FIRST + "," + SECOND);
    Replica writes = Replica.with(SECOND + "," + FIRST);
    ReportFixture before = anOrder();
    ReportFixture after = anOrder();
    placed(reads, before);
    placed(writes, after);
    assertThat(versions()).containsExactly("1 1", "2 2");

    for (Replica replica : List.of(reads, writes)) {
      for (ReportFixture order : List.of(before, after)) {
        assertThat(replica.service().lookUp(order.number(), EMAIL).order().id())
            .isEqualTo(store.order(order.id()).id());
        assertThat(replica.service().find(order.number(), JANE)).isNotNull();
      }
      assertThat(replica.personal().export(new Person("jane", Set.of(EMAIL)), null).items())
          .hasSize(2)
          .allMatch(order -> order.email().equalsIgnoreCase(EMAIL));
    }
  }

  @Test
  void theSameAddressUnderAnotherKeyIsNoChange() {
    Replica reads = Replica.with(FIRST + "," + SECOND);
    Replica writes = Replica.with(SECOND + "," + FIRST);
    ReportFixture order = anOrder();
    placed(reads, order);
    long version = store.order(order.id()).version();

    writes.contract().report(order.at(1).report(Fact.UPDATED));

    assertThat(store.order(order.id()).version()).isEqualTo(version);
    assertThat(versions()).containsExactly("1 1");
  }

  @Test
  void twoReplicasBringAllUnderTheNewKeyAndNoneTwice() throws Exception {
    Replica old = Replica.with(FIRST);
    ReportFixture order = anOrder();
    placed(old, order);
    copies(1_500);
    store
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    """
                    CREATE TABLE brought (id uuid);
                    CREATE FUNCTION brought() RETURNS trigger LANGUAGE plpgsql AS
                      'BEGIN INSERT INTO brought VALUES (new.id); RETURN new; END';
                    CREATE TRIGGER brought BEFORE UPDATE ON orders
                      FOR EACH ROW EXECUTE FUNCTION brought()
                    """));
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<Replica> replicas =
          List.of(Replica.with(SECOND + "," + FIRST), Replica.with(SECOND + "," + FIRST));
      assertThat(replicas.get(0).gauge("1.rows")).isEqualTo(1_501);
      List<? extends Future<?>> work =
          replicas.stream().map(replica -> both.submit(replica::rotate)).toList();
      for (Future<?> one : work) {
        one.get();
      }

      assertThat(versions()).containsExactly("2 2");
      assertThat(store.count("brought")).isEqualTo(1_501);
    } finally {
      both.shutdown();
      store.jdbi().useHandle(h -> h.execute("DROP TABLE brought; DROP FUNCTION brought CASCADE"));
    }
    assertThat(Replica.with(SECOND + "," + FIRST).gauge("1.rows")).isZero();
    Replica alone = Replica.with(SECOND);
    assertThat(alone.service().lookUp(order.number(), EMAIL)).isNotNull();
  }

  /** As many more orders of the same address. */
  private static void copies(int count) {
    store
        .jdbi()
        .useHandle(
            h -> {
              h.execute("CREATE TEMP TABLE copy AS SELECT * FROM orders LIMIT 1");
              h.execute(
                  """
                  INSERT INTO orders
                  SELECT (jsonb_populate_record(copy, jsonb_build_object(
                    'id', gen_random_uuid(), 'shopify_order_id', n, 'masked_id', n))).*
                  FROM copy, generate_series(1, ?) n
                  """,
                  count);
              h.execute("DROP TABLE copy");
            });
  }

  @Test
  void aRowInSomebodysHandIsLeftToTheNextTime() {
    placed(Replica.with(FIRST), anOrder());
    Replica replica = Replica.with(SECOND + "," + FIRST);
    try (Handle other = store.jdbi().open()) {
      other.begin();
      other.execute("SELECT 1 FROM orders FOR UPDATE");
      replica.rotation().run();
      assertThat(versions()).containsExactly("1 1");
      other.rollback();
    }
    Replica next = Replica.with(SECOND + "," + FIRST);
    next.rotate();
    assertThat(versions()).containsExactly("2 2");
  }

  @Test
  void anOldKeyMayGoWhenNothingIsUnderItAndNobodyWritesAndItsLinksAreOver() {
    Replica old = Replica.with(FIRST);
    placed(old, anOrder());
    Replica next = Replica.with(FIRST + "," + SECOND);
    assertThat(next.health().getMessage()).isEqualTo("key 1 writes; key 2 has written nothing yet");
    assertThat(next.gauge("2.may.go")).isZero();
    Replica replica = Replica.with(SECOND + "," + FIRST);
    assertThat(replica.health().getMessage()).isEqualTo("key 2 writes; key 1 has 1 rows left");
    assertThat(replica.gauge("1.may.go")).isZero();

    replica.rotate();
    assertThat(replica.health().getMessage())
        .isEqualTo("key 2 writes; key 1 was written with just now");
    assertThat(replica.gauge("1.may.go")).isZero();

    timePasses(Duration.ofMinutes(10));
    assertThat(Replica.with(SECOND + "," + FIRST).health().getMessage())
        .isEqualTo("key 2 writes; key 1 is needed for links that it signed");

    timePasses(LINKS);
    Replica last = Replica.with(SECOND + "," + FIRST);
    assertThat(last.health()).matches(HealthCheck.Result::isHealthy);
    assertThat(last.health().getMessage()).isEqualTo("key 2 writes; key 1 may go");
    assertThat(last.gauge("1.may.go")).isEqualTo(1);
  }

  @Test
  void aKeyThatIsMissingIsToldAndNothingIsHarmed() {
    Replica old = Replica.with(FIRST);
    ReportFixture order = anOrder();
    placed(old, order);

    Replica without = Replica.with(SECOND);
    without.rotation().run();
    assertThat(without.health()).matches(result -> !result.isHealthy());
    assertThat(without.health().getMessage())
        .isEqualTo(
            "1 rows of the order module are under key 1,"
                + " which encryption.key (PET_ENCRYPTION_KEY) does not hold");
    assertThat(without.gauge("1.rows")).isEqualTo(1);

    Replica back = Replica.with(SECOND + "," + FIRST);
    back.rotate();
    assertThat(versions()).containsExactly("2 2");
    assertThat(back.service().lookUp(order.number(), EMAIL)).isNotNull();
  }

  @Test
  void anotherKeyOfTheSameVersionDoesNotStart() {
    Replica.with(FIRST);
    String wrong = "1:" + SECOND.substring(2);

    assertThatIllegalStateException()
        .isThrownBy(() -> Replica.with(wrong))
        .withMessageContaining("another key of version 1")
        .withMessageNotContaining(SECOND.substring(2));
    assertThatIllegalStateException()
        .as("also where it only reads")
        .isThrownBy(() -> Replica.with("3:" + FIRST.substring(2) + "," + wrong));
    assertThatCode(() -> Replica.with(FIRST)).doesNotThrowAnyException();
  }

  @Test
  void aRowThatCannotBeReadStopsNoOther() {
    Replica old = Replica.with(FIRST);
    ReportFixture broken = anOrder();
    placed(old, broken);
    store.jdbi().useHandle(h -> h.execute("UPDATE orders SET email_cipher = email_cipher || '!'"));
    placed(old, anOrder());

    Replica replica = Replica.with(SECOND + "," + FIRST);
    for (int turn = 0; turn < 5; turn++) {
      replica.rotation().run();
    }

    assertThat(versions()).containsExactly("1 1", "2 2");
    assertThat(replica.gauge("1.may.go")).isZero();
    assertThat(replica.health().getMessage()).isEqualTo("1 rows of orders cannot be read");
  }
}
