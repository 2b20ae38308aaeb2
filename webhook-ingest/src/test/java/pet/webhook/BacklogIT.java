package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken from the log costs the same, however much waits in it. */
class BacklogIT extends LogFixture {

  /** From so many on the driver has its statement prepared. */
  private static final int PREPARED = 10;

  private static final int FEW = 50;
  private static final int MANY = 200;

  /**
   * A plan is kept for as long as a connection: it was made when little had ever been there, or
   * nothing was.
   */
  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1", "ANALYZE delivery"})
  void aBacklogIsNotReadForEachDeliveryThatIsTaken(String counted) {
    for (int i = 0; i < FEW; i++) {
      take("orders/create", anOrder());
    }
    runAll();
    jdbi.useHandle(handle -> handle.execute(counted));
    try (Handle handle = jdbi.open()) {
      for (int i = 0; i < PREPARED; i++) {
        assertThat(claim(handle)).isEmpty();
      }
      for (int i = 0; i < MANY; i++) {
        take("orders/create", anOrder());
      }
      handle.useTransaction(
          transaction -> {
            long before = read(transaction);
            assertThat(new DeliveryRows(transaction).claim()).isPresent();
            assertThat(read(transaction) - before).isLessThan(FEW);
          });
    }
  }

  private static Optional<ClaimedDelivery> claim(Handle handle) {
    return handle.inTransaction(transaction -> new DeliveryRows(transaction).claim());
  }

  /** How many rows this connection has looked at lately: what it counts up here it has not told. */
  private static long read(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
            WHERE relname = 'delivery'
            """)
        .mapTo(Long.class)
        .one();
  }
}
