package pet.user;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/**
 * Erasures. The request that asks for one starts it at once and has some seconds before workers
 * look at it, so that its answer usually is the complete report. A lease is the right to work on an
 * erasure until {@code due_at}: a worker that lost it changes nothing (0 rows). Times are the
 * database's, because replicas' clocks differ.
 */
interface ErasureDao {

  @SqlUpdate(
      """
      INSERT INTO erasure (id, subject_hash, subject_cipher, requested_by, requested_at, person,
        step, due_at)
      VALUES (:id, :subjectHash, :subjectCipher, :requestedBy, :requestedAt, :person, 'DESIGNS',
              now() + interval '5 seconds')
      """)
  void insert(
      UUID id,
      byte[] subjectHash,
      byte[] subjectCipher,
      String requestedBy,
      Instant requestedAt,
      byte[] person);

  /** The last erasure of a person. */
  @SqlQuery(
      """
      SELECT id, requested_by, requested_at, person, step, designs, revisions, deliveries, orders, attempts,
             finished_at
      FROM erasure WHERE subject_hash IN (<hashes>) ORDER BY requested_at DESC, id LIMIT 1
      FOR UPDATE
      """)
  @RegisterConstructorMapper(ErasureRow.class)
  Optional<ErasureRow> last(@BindList List<byte[]> hashes);

  @SqlQuery(
      """
      SELECT id, requested_by, requested_at, person, step, designs, revisions, deliveries, orders, attempts,
             finished_at
      FROM erasure WHERE id = :id
      """)
  @RegisterConstructorMapper(ErasureRow.class)
  Optional<ErasureRow> look(UUID id);

  /** An erasure that exists. */
  default ErasureRow find(UUID id) {
    return look(id).orElseThrow();
  }

  /** Records another request while it is under way; it is due at once if no worker has it. */
  @SqlUpdate(
      """
      UPDATE erasure
      SET requested_at = :requestedAt, requested_by = :requestedBy, attempts = 0,
          due_at = CASE WHEN lease IS NULL THEN now() ELSE due_at END
      WHERE id = :id
      """)
  void askedAgain(UUID id, String requestedBy, Instant requestedAt);

  /**
   * Starts again from the first step, with more to look for. The counts stay; a worker that has it
   * loses its lease.
   */
  @SqlUpdate(
      """
      UPDATE erasure
      SET requested_at = :requestedAt, requested_by = :requestedBy, person = :person,
          step = 'DESIGNS', found = 0, attempts = 0, lease = NULL, due_at = now(),
          finished_at = NULL
      WHERE id = :id
      """)
  void beginAgain(UUID id, String requestedBy, Instant requestedAt, byte[] person);

  /** Claims this erasure unless a worker has it; it need not be due if none has begun. */
  @SqlUpdate(
      """
      UPDATE erasure
      SET lease = :lease, due_at = now() + :lasts, attempts = attempts + 1
      WHERE id = :id AND finished_at IS NULL
        AND (due_at <= now() OR (attempts = 0 AND lease IS NULL))
      """)
  int claim(UUID id, UUID lease, Duration lasts);

  /** Claims the erasure that has been due for longest; two workers never get the same one. */
  @SqlQuery(
      """
      UPDATE erasure
      SET lease = :lease, due_at = now() + :lasts, attempts = attempts + 1
      WHERE id = (
        SELECT id FROM erasure WHERE finished_at IS NULL AND due_at <= now()
        ORDER BY due_at LIMIT 1
        FOR UPDATE SKIP LOCKED)
      RETURNING id
      """)
  Optional<UUID> claimNext(UUID lease, Duration lasts);

  /**
   * Adds what the current step is about to erase. After a crash less is left, and the count stays.
   */
  @SqlUpdate(
      """
      UPDATE erasure
      SET found = greatest(found, :found), person = :person, due_at = now() + :lasts
      WHERE id = :id AND lease = :lease
      """)
  int found(UUID id, UUID lease, int found, byte[] person, Duration lasts);

  @SqlUpdate(
      """
      UPDATE erasure
      SET designs = designs + CASE step WHEN 'DESIGNS' THEN found ELSE 0 END,
          revisions = revisions + CASE step WHEN 'REVISIONS' THEN found ELSE 0 END,
          deliveries = deliveries + CASE step WHEN 'DELIVERIES' THEN found ELSE 0 END,
          orders = orders + CASE step WHEN 'ORDERS' THEN found ELSE 0 END,
          found = 0, step = :next, due_at = now() + :lasts
      WHERE id = :id AND lease = :lease
      """)
  int erased(UUID id, UUID lease, ErasureRow.Step next, Duration lasts);

  /** Ends an erasure; the person is removed from the row. */
  @SqlUpdate(
      """
      UPDATE erasure
      SET step = 'DONE', found = 0, person = NULL, lease = NULL, finished_at = now()
      WHERE id = :id AND lease = :lease
      """)
  int finish(UUID id, UUID lease);

  @SqlUpdate(
      """
      UPDATE erasure SET lease = NULL, due_at = now() + :pause WHERE id = :id AND lease = :lease
      """)
  void postpone(UUID id, UUID lease, Duration pause);

  /** Erasures, newest first, after the given position. */
  @SqlQuery(
      """
      SELECT id, requested_by, requested_at, person, step, designs, revisions, deliveries, orders,
             attempts, finished_at
      FROM erasure
      WHERE (requested_at, id) < (:createdAt, :id)
      ORDER BY requested_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(ErasureRow.class)
  List<ErasureRow> list(@BindMethods Cursor after, int limit);

  @SqlQuery(
      """
      SELECT coalesce(extract(epoch FROM now() - min(requested_at)), 0)
      FROM erasure WHERE finished_at IS NULL
      """)
  double oldestUnfinishedSeconds();

  /**
   * A row of {@code erasure}, which is also its report for staff: when it was asked for, by whom,
   * and what was done.
   *
   * @param person encrypted; null once it is done
   * @param finishedAt null before
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes of a column, compared by nobody
  record ErasureRow(
      UUID id,
      String requestedBy,
      Instant requestedAt,
      byte[] person,
      Step step,
      int designs,
      int revisions,
      int deliveries,
      int orders,
      int attempts,
      Instant finishedAt) {

    /** In this order, because each step needs only data that later ones erase. */
    enum Step {
      DESIGNS,
      /** Texts in the revisions that the orders point at, whoever owns the designs. */
      REVISIONS,
      /** Deliveries are found by the orders. */
      DELIVERIES,
      /** Orders are found by the addresses. */
      ORDERS,
      /** The profile and the preferences. */
      PROFILE,
      DONE
    }
  }
}
