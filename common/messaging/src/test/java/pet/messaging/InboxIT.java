package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class InboxIT {

  private final Jdbi jdbi = TestServers.newSchema();
  private final List<String> done = new ArrayList<>();

  @Test
  void anEventIsNewOnceToEachConsumer() {
    assertThat(once("mails", "e-1", "first")).isEqualTo("first");
    assertThat(once("mails", "e-1", "second")).isEqualTo("first");
    assertThat(once("orders", "e-1", "third")).isEqualTo("third");
    assertThat(once("mails", "e-2", "fourth")).isEqualTo("fourth");
    assertThat(done).containsExactly("first", "third", "fourth");
  }

  @Test
  void whatIsOldIsForgottenForItsConsumerAFewAtOnce() {
    for (int i = 0; i < 5; i++) {
      once("orders", "old-" + i, "done");
      once("mails", "old-" + i, "done");
    }
    jdbi.useHandle(h -> h.execute("UPDATE inbox SET processed_at = now() - interval '401 days'"));
    once("orders", "new", "done");
    Instant before = Instant.now().minus(Duration.ofDays(400));

    assertThat(forget(before)).isEqualTo(3);
    assertThat(forget(before)).isEqualTo(2);
    assertThat(forget(before)).isZero();
    List<String> left =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT consumer || ' ' || count(*) FROM inbox GROUP BY consumer")
                    .mapTo(String.class)
                    .list());
    assertThat(left).containsExactlyInAnyOrder("orders 1", "mails 5");
  }

  private int forget(Instant before) {
    return jdbi.inTransaction(handle -> Inbox.forget(handle, "orders", before, 3));
  }

  @Test
  void whatWasRolledBackIsNewAgain() {
    jdbi.useHandle(
        handle -> {
          handle.begin();
          assertThat(Inbox.once(handle, "mails", "e-1", () -> "first")).isEqualTo("first");
          handle.rollback();
        });

    assertThat(once("mails", "e-1", "second")).isEqualTo("second");
  }

  @Test
  void ofTwoAtOnceTheSecondHearsOfTheFirst() throws Exception {
    CountDownLatch firstIsAtWork = new CountDownLatch(1);
    CountDownLatch secondIsThere = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                jdbi.inTransaction(
                    handle ->
                        Inbox.once(
                            handle,
                            "mails",
                            "e-1",
                            () -> {
                              firstIsAtWork.countDown();
                              await(secondIsThere);
                              return "first";
                            })));
    assertThat(firstIsAtWork.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(
            () -> {
              secondIsThere.countDown();
              return once("mails", "e-1", "second");
            });

    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(done).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void outsideOfATransactionNothingIsRecorded() {
    jdbi.useHandle(
        handle ->
            assertThatThrownBy(() -> Inbox.once(handle, "mails", "e-1", () -> "first"))
                .isInstanceOf(IllegalStateException.class));
  }

  private String once(String consumer, String eventId, String result) {
    return jdbi.inTransaction(
        handle ->
            Inbox.once(
                handle,
                consumer,
                eventId,
                () -> {
                  done.add(result);
                  return result;
                }));
  }
}
