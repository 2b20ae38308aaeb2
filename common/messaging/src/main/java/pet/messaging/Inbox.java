package pet.messaging;

import org.jdbi.v3.core.Handle;

/** Remembers what a consumer has processed, in the transaction of what it changed. */
public final class Inbox {

  private Inbox() {}

  /**
   * Records an event with the change it makes. Of two transactions with the same event the second
   * waits for the first, and is told false if that commits.
   *
   * @return whether the event is new to this consumer; if not, change nothing
   * @throws IllegalStateException outside of a transaction
   */
  public static boolean firstTime(Handle transaction, String consumer, String eventId) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("the inbox is written in the consumer's transaction");
    }
    return transaction
            .createUpdate(
                """
                INSERT INTO inbox (consumer, event_id)
                VALUES (:consumer, :eventId)
                ON CONFLICT DO NOTHING
                """)
            .bind("consumer", consumer)
            .bind("eventId", eventId)
            .execute()
        == 1;
  }
}
