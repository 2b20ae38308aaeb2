package pet.webhook;

import java.time.Duration;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL that removes old deliveries in small batches. Those that are not processed yet stay. */
interface RetentionDao {

  /** Takes the lock of the removal for this transaction: one process removes at a time. */
  @SqlQuery("SELECT pg_try_advisory_xact_lock(hashtextextended('webhook.retention', 0))")
  boolean elected();

  /**
   * A lane that is not an order's may name a person, so it is removed with the body. What staff
   * replayed keeps its body for a day, for them to see what became of it.
   */
  @SqlUpdate(
      """
      UPDATE delivery
      SET body = NULL, headers = NULL,
          lane = CASE WHEN lane LIKE 'shopify:order:%' THEN lane END
      WHERE seq IN (
        SELECT seq FROM delivery
        WHERE body IS NOT NULL AND received_at < now() - :age AND state IN ('PROCESSED', 'DEAD')
          AND (replayed_at IS NULL OR replayed_at < now() - interval '1 day')
        ORDER BY received_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED)
      """)
  int removeBodies(@Bind("age") Duration age, @Bind("limit") int limit);

  @SqlQuery(
      """
      WITH old AS MATERIALIZED (
        SELECT seq, id FROM delivery
        WHERE received_at < now() - :age AND state IN ('PROCESSED', 'DEAD')
        ORDER BY received_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
      ), past AS (
        DELETE FROM delivery_history h USING old WHERE h.delivery_id = old.id
      ), gone AS (
        DELETE FROM delivery d USING old WHERE d.seq = old.seq RETURNING 1
      )
      SELECT count(*) FROM gone
      """)
  int removeDeliveries(@Bind("age") Duration age, @Bind("limit") int limit);

  /** Keys of deliveries that still exist stay, however old they are. */
  @SqlUpdate(
      """
      DELETE FROM delivery_key
      WHERE (source, shop, topic, key) IN (
        SELECT source, shop, topic, key FROM delivery_key k
        WHERE received_at < now() - :age
          AND NOT EXISTS (SELECT FROM delivery d WHERE d.id = k.delivery_id)
        ORDER BY received_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED)
      """)
  int removeKeys(@Bind("age") Duration age, @Bind("limit") int limit);

  /** Removes the names of bodies that are gone. */
  @SqlUpdate(
      """
      DELETE FROM delivery_person
      WHERE id IN (
        SELECT p.id FROM delivery_person p
        WHERE NOT EXISTS (
          SELECT FROM delivery d WHERE d.id = p.delivery_id AND d.body IS NOT NULL)
        LIMIT :limit
        FOR UPDATE SKIP LOCKED)
      """)
  int removePeople(@Bind("limit") int limit);
}
