package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class InboxIT {

  private final Jdbi jdbi = TestServers.newSchema();

  @Test
  void anEventIsNewOnceToEachConsumer() {
    assertThat(firstTime("mails", "e-1")).isTrue();
    assertThat(firstTime("mails", "e-1")).isFalse();
    assertThat(firstTime("orders", "e-1")).isTrue();
    assertThat(firstTime("mails", "e-2")).isTrue();
  }

  @Test
  void whatWasRolledBackIsNewAgain() {
    jdbi.useHandle(
        handle -> {
          handle.begin();
          assertThat(Inbox.firstTime(handle, "mails", "e-1")).isTrue();
          handle.rollback();
        });

    assertThat(firstTime("mails", "e-1")).isTrue();
  }

  @Test
  void outsideOfATransactionNothingIsRecorded() {
    jdbi.useHandle(
        handle ->
            assertThatThrownBy(() -> Inbox.firstTime(handle, "mails", "e-1"))
                .isInstanceOf(IllegalStateException.class));
  }

  private boolean firstTime(String consumer, String eventId) {
    return jdbi.inTransaction(handle -> Inbox.firstTime(handle, consumer, eventId));
  }
}
