package pet.messaging;

import java.time.Instant;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Remembers what a consumer has processed, in the transaction of what it changed. */
public final class Inbox {

  private Inbox() {}

  /**
   * Processes an event if it is new to this consumer; else changes nothing. Either way the answer
   * is what came of it, so that who sends it again hears the same. Of two transactions with the
   * same event the second waits for the first.
   *
   * @param work makes the change and says what came of it
   * @throws IllegalStateException outside of a transaction
   */
  public static String once(
      Handle transaction, String consumer, String eventId, Supplier<String> work) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("the inbox is written in the consumer's transaction");
    }
    if (!isNew(transaction, consumer, eventId)) {
      return transaction
          .createQuery(
              "SELECT result FROM inbox WHERE consumer = :consumer AND event_id = :eventId")
          .bind("consumer", consumer)
          .bind("eventId", eventId)
          .mapTo(String.class)
          .one();
    }
    String result = work.get();
    transaction
        .createUpdate(
            """
            UPDATE inbox SET result = :result
            WHERE consumer = :consumer AND event_id = :eventId
            """)
        .bind("result", result)
        .bind("consumer", consumer)
        .bind("eventId", eventId)
        .execute();
    return result;
  }

  /**
   * Forgets what a consumer processed before a time, a few at once, so that nobody waits for it.
   *
   * @param before so long ago that nobody sends it again
   * @return how many there were of at most so many
   */
  public static int forget(Handle handle, String consumer, Instant before, int most) {
    return handle
        .createUpdate(
            """
            DELETE FROM inbox WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM inbox WHERE consumer = :consumer AND processed_at < :before
              LIMIT :most FOR UPDATE SKIP LOCKED))
            """)
        .bind("consumer", consumer)
        .bind("before", before)
        .bind("most", most)
        .execute();
  }

  private static boolean isNew(Handle transaction, String consumer, String eventId) {
    return transaction
            .createUpdate(
                """
                INSERT INTO inbox (consumer, event_id, result)
                VALUES (:consumer, :eventId, '')
                ON CONFLICT DO NOTHING
                """)
            .bind("consumer", consumer)
            .bind("eventId", eventId)
            .execute()
        == 1;
  }
}
