package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderUpdated;
import pet.messaging.OutboxEventBus;
import pet.platform.database.DatabaseSettings;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** An operator looks at what is parked, and lets it go on. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OutboxTaskIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static OrderStore store;
  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings database = servers.newDatabase();
    store = OrderStore.on(database);
    process = OrderProcess.on(servers, database).start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  /** An aggregate whose event stopped, as the relay leaves it. */
  private static String parked() {
    String id = UUID.randomUUID().toString();
    store
        .jdbi()
        .useTransaction(
            handle -> {
              new OutboxEventBus(() -> {}, null)
                  .publish(handle, new OrderUpdated(id, OrderStatus.CONFIRMED, 1, Money.usd(100)));
              handle.execute(
                  "UPDATE outbox SET attempts = 5, parked_at = now(), park_reason ="
                      + " 'RecordTooLargeException: too large' WHERE aggregate_id = ?",
                  id);
            });
    return id;
  }

  @Test
  void whatIsParkedIsListedAndGoesOnWhenItIsReleased() {
    assertThat(process.task("outbox").text()).isEqualTo("order: nothing parked\n");
    String first = parked();
    String second = parked();
    assertThat(process.task("outbox").text())
        .startsWith("order: 2 parked\n  " + first + " since ")
        .contains(
            second, ", 1 events, the first order.updated: RecordTooLargeException: too large\n")
        .doesNotContain("@", "CONFIRMED");
    assertThat(process.admin("/healthcheck").text()).contains("2 events are parked");
    assertThat(process.task("outbox?release=nobody").text())
        .isEqualTo("nothing of nobody is parked here\n");

    assertThat(process.task("outbox?release=" + first).text())
        .isEqualTo("order: 1 events of " + first + " go on\n");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(store.strings("SELECT aggregate_id FROM outbox"))
                    .containsExactly(second));
    assertThat(process.task("outbox").text()).startsWith("order: 1 parked\n  " + second);

    assertThat(process.task("outbox?discard=" + second).status())
        .as("without a word of who and why")
        .isEqualTo(500);
    assertThat(process.task("outbox?discard=nobody&by=sam&reason=x").text())
        .isEqualTo("nothing of nobody is parked here\n");
    assertThat(process.task("outbox?discard=" + second + "&by=sam&reason=too%20large").text())
        .startsWith("discarded: order.updated ")
        .contains(" of " + second + " at ", " by sam: too large\n");
    assertThat(store.strings("SELECT aggregate_id FROM outbox")).isEmpty();
    assertThat(process.task("outbox").text())
        .startsWith("order: nothing parked\n  discarded: order.updated ")
        .contains(second);
  }
}
