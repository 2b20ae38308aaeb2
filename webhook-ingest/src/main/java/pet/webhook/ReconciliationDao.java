package pet.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * SQL of reconciliation: how far a shop is compared, and which replica does it. Times are the
 * database's.
 */
interface ReconciliationDao {

  /** A run. */
  record Run(Instant now, Instant seenUntil) {}

  @SqlUpdate("INSERT INTO reconciliation (shop) VALUES (:shop) ON CONFLICT DO NOTHING")
  void know(String shop);

  /** Begins a run if one is due and no replica runs one; the lease of a crashed one expires. */
  @SqlQuery(
      """
      UPDATE reconciliation
      SET held_by = :me, held_until = now() + :lease, started_at = now()
      WHERE shop = :shop AND held_until < now() AND started_at <= now() - :interval
      RETURNING now() AS now, seen_until
      """)
  @RegisterConstructorMapper(Run.class)
  Optional<Run> begin(String shop, UUID me, Duration lease, Duration interval);

  /** Records how far this run is, and renews the lease; 0 if another replica has it by now. */
  @SqlUpdate(
      """
      UPDATE reconciliation
      SET held_until = now() + :lease,
          seen_until = greatest(seen_until, CAST(:seenUntil AS timestamptz))
      WHERE shop = :shop AND held_by = :me AND held_until > now()
      """)
  int goOn(String shop, UUID me, Duration lease, Instant seenUntil);

  @SqlUpdate(
      """
      UPDATE reconciliation
      SET held_until = '-infinity', seen_until = greatest(seen_until, :seenUntil),
          succeeded_at = now()
      WHERE shop = :shop AND held_by = :me
      """)
  void succeeded(String shop, UUID me, Instant seenUntil);

  @SqlUpdate(
      "UPDATE reconciliation SET held_until = '-infinity' WHERE shop = :shop AND held_by = :me")
  void failed(String shop, UUID me);

  /** Seconds since the last run without an error, else since the shop was first known. */
  @SqlQuery(
      """
      SELECT extract(epoch FROM now() - coalesce(succeeded_at, known_at))
      FROM reconciliation WHERE shop = :shop
      """)
  Optional<Double> secondsSinceSuccess(String shop);
}
