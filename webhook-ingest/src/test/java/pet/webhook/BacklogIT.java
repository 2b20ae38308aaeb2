package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/**
 * What is taken from the log costs the same, however much waits in it. A plan is kept for as long
 * as a connection: it was made when little had ever been there, or nothing was.
 */
class BacklogIT extends LogFixture {

  /** From so many on the driver has its statement prepared. */
  private static final int PREPARED = 10;

  private static final int FEW = 50;
  private static final int MANY = 200;
  private static final int LITTLE_IS = 5;

  /** What there was when the plan was made. */
  enum Then {
    NOTHING,
    NOTHING_AND_COUNTED,
    LITTLE,
    LITTLE_AND_COUNTED,
    /** A new store's: all of the table is on one page, which is quicker to read than any index. */
    THE_FIRST_AND_COUNTED;

    int before() {
      return this == THE_FIRST_AND_COUNTED ? 0 : FEW;
    }

    int waiting() {
      return switch (this) {
        case NOTHING, NOTHING_AND_COUNTED -> 0;
        case LITTLE, LITTLE_AND_COUNTED -> LITTLE_IS;
        case THE_FIRST_AND_COUNTED -> 1;
      };
    }

    boolean isCounted() {
      return this != NOTHING && this != LITTLE;
    }
  }

  /** As a worker's: it looks, and what it takes is taken from it again. */
  private void planned(Handle handle, Then then) {
    arrive(then.before());
    runAll();
    arrive(then.waiting());
    if (then.isCounted()) {
      jdbi.useHandle(other -> other.execute("ANALYZE delivery"));
    }
    for (int i = 0; i < PREPARED; i++) {
      handle.begin();
      DeliveryRows rows = new DeliveryRows(handle);
      Optional<ClaimedDelivery> first = rows.claim();
      assertThat(first.isPresent()).isEqualTo(then.waiting() > 0);
      first.ifPresent(delivery -> claimMore(rows, delivery));
      rows.release("nobody's", List.of("nobody's"));
      assertThat(rows.oldestUnprocessedSeconds()).isNotNegative();
      handle.rollback();
    }
  }

  private void arrive(int deliveries) {
    for (int i = 0; i < deliveries; i++) {
      take("orders/create", anOrder());
    }
  }

  private static List<ClaimedDelivery> claimMore(DeliveryRows rows, ClaimedDelivery first) {
    return rows.claimMore(first, Set.of("orders/create"), 8192, 7);
  }

  /** In a backlog, by a plan of then, and by the indexes of what is due and of lanes alone. */
  private void assertThatFewAreRead(Then then, Consumer<DeliveryRows> work) {
    try (Handle handle = jdbi.open()) {
      planned(handle, then);
      arrive(MANY);
      handle.useTransaction(
          transaction -> {
            Reads reads = new Reads(transaction);
            work.accept(new DeliveryRows(transaction));
            assertThat(reads.rows()).isLessThan(FEW);
            assertThat(reads.indexes())
                .as("what is due, in its order; who stands before it, in its lane")
                .containsExactly("delivery_due", "delivery_lane");
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBacklogIsNotReadForEachDeliveryThatIsTaken(Then then) {
    assertThatFewAreRead(then, rows -> assertThat(rows.claim()).isPresent());
  }

  @ParameterizedTest
  @EnumSource
  void aBacklogIsNotReadForAGroup(Then then) {
    assertThatFewAreRead(
        then, rows -> assertThat(claimMore(rows, rows.claim().orElseThrow())).hasSize(7));
  }

  /** Of which there are hundreds, and none of the kind that goes together. */
  @ParameterizedTest
  @EnumSource
  void aBacklogOfAnotherKindIsNotReadForAGroup(Then then) {
    assertThatFewAreRead(
        then,
        rows -> {
          ClaimedDelivery first = rows.claim().orElseThrow();
          assertThat(rows.claimMore(first, Set.of("orders/paid"), 8192, 7)).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void aBacklogIsNotReadForItsAge(Then then) {
    assertThatFewAreRead(then, rows -> assertThat(rows.oldestUnprocessedSeconds()).isPositive());
  }

  /** What else waits to be processed is not looked at, and neither is what was. */
  @ParameterizedTest
  @EnumSource
  void aBacklogIsNotReadForACreateThatLetsOthersGo(Then then) {
    ShopifyOrderPayload order = anOrder();
    waiting(order);
    try (Handle handle = jdbi.open()) {
      planned(handle, then);
      arrive(MANY);
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
