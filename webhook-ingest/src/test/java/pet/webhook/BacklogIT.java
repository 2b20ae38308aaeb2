package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/**
 * What is taken from the log costs the same, however much waits in it. A plan is kept for as long
 * as a connection: it was made when little had ever been there, or nothing was.
 */
class BacklogIT extends LogFixture {

  private static final String NOT_COUNTED = "SELECT 1";
  private static final String COUNTED = "ANALYZE delivery";

  /** From so many on the driver has its statement prepared. */
  private static final int PREPARED = 10;

  private static final int FEW = 50;
  private static final int MANY = 200;

  /** As a worker does, which has found nothing so far. */
  private void planned(Handle handle, String counted) {
    for (int i = 0; i < FEW; i++) {
      take("orders/create", anOrder());
    }
    runAll();
    jdbi.useHandle(other -> other.execute(counted));
    for (int i = 0; i < PREPARED; i++) {
      handle.useTransaction(
          transaction -> {
            DeliveryRows rows = new DeliveryRows(transaction);
            assertThat(rows.claim()).isEmpty();
            rows.release("nobody's", List.of("nobody's"));
            assertThat(rows.oldestUnprocessedSeconds()).isZero();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NOT_COUNTED, COUNTED})
  void aBacklogIsNotReadForEachDeliveryThatIsTaken(String counted) {
    try (Handle handle = jdbi.open()) {
      planned(handle, counted);
      for (int i = 0; i < MANY; i++) {
        take("orders/create", anOrder());
      }
      handle.useTransaction(
          transaction -> {
            Reads reads = new Reads(transaction);
            Optional<ClaimedDelivery> claimed = new DeliveryRows(transaction).claim();
            assertThat(claimed).isPresent();
            assertThat(reads.rows()).isLessThan(FEW);
            assertThat(reads.indexes())
                .as("what is due, in its order; who stands before it, in its lane")
                .containsExactly("delivery_due", "delivery_lane");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NOT_COUNTED, COUNTED})
  void aBacklogIsNotReadForItsAge(String counted) {
    try (Handle handle = jdbi.open()) {
      planned(handle, counted);
      for (int i = 0; i < MANY; i++) {
        take("orders/create", anOrder());
      }
      handle.useTransaction(
          transaction -> {
            Reads reads = new Reads(transaction);
            assertThat(new DeliveryRows(transaction).oldestUnprocessedSeconds()).isPositive();
            assertThat(reads.rows()).isLessThan(FEW);
            assertThat(reads.indexes()).containsExactly("delivery_due", "delivery_lane");
          });
    }
  }

  /** What else waits to be processed is not looked at, and neither is what was. */
  @ParameterizedTest
  @ValueSource(strings = {NOT_COUNTED, COUNTED})
  void aBacklogIsNotReadForACreateThatLetsOthersGo(String counted) {
    ShopifyOrderPayload order = anOrder();
    try (Handle handle = jdbi.open()) {
      planned(handle, counted);
      waiting(order);
      for (int i = 0; i < MANY; i++) {
        take("orders/create", anOrder());
      }
      handle.useTransaction(
          transaction -> {
            DeliveryRows rows = new DeliveryRows(transaction);
            // As in a worker's hand: what it says of plans holds for the rest of its transaction.
            assertThat(rows.claim()).isPresent();
            Reads reads = new Reads(transaction);
            rows.release(ShopifyBody.laneOf(order.id()), List.of("#1"));
            assertThat(reads.rows()).isLessThan(FEW);
            assertThat(reads.indexes()).containsExactly("delivery_waiting", "delivery_waits_for");
          });
    }
  }

  private void waiting(ShopifyOrderPayload order) {
    take("orders/paid", order);
    runAll();
    List<String> states =
        jdbi.withHandle(
            other ->
                other
                    .createQuery("SELECT state FROM delivery WHERE state <> 'PROCESSED'")
                    .mapTo(String.class)
                    .list());
    assertThat(states).containsExactly("WAITING");
  }

  /** What this connection's transaction has looked at since: what it counts up it has not told. */
  private static final class Reads {

    private final Handle handle;
    private final long rowsBefore;
    private final Set<String> scansBefore;

    Reads(Handle handle) {
      this.handle = handle;
      this.rowsBefore = allRows();
      this.scansBefore = scans();
    }

    private long allRows() {
      return handle
          .createQuery(
              """
              SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
              WHERE relname = 'delivery'
              """)
          .mapTo(Long.class)
          .one();
    }

    private Set<String> scans() {
      return handle
          .createQuery(
              """
              SELECT indexrelid::regclass || ' ' || pg_stat_get_xact_numscans(indexrelid)
              FROM pg_index WHERE indrelid = 'delivery'::regclass
              """)
          .mapTo(String.class)
          .set();
    }

    long rows() {
      return allRows() - rowsBefore;
    }

    Set<String> indexes() {
      Set<String> used = new TreeSet<>();
      for (String scan : scans()) {
        if (!scansBefore.contains(scan)) {
          used.add(scan.substring(0, scan.indexOf(' ')));
        }
      }
      return used;
    }
  }
}
