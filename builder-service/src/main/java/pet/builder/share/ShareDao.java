package pet.builder.share;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Share links and their views. */
interface ShareDao {

  /**
   * Whether it is now the design's link; another one in force stays. Waits for who shares the same
   * design at the same time, and then sees that one's.
   */
  @SqlUpdate(
      """
      INSERT INTO share (token, design_id, created_at, expires_at)
      VALUES (:token, :designId, :now, :expiresAt)
      ON CONFLICT (design_id) WHERE revoked_at IS NULL DO NOTHING
      """)
  boolean insert(String token, UUID designId, Instant now, Instant expiresAt);

  @SqlQuery(
      """
      SELECT token, expires_at, NULL AS ended_at FROM share
      WHERE design_id = :designId AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > :now)
      """)
  @RegisterConstructorMapper(Share.class)
  Optional<Share> findActive(UUID designId, Instant now);

  /** The one in force, else the one that was last. */
  @SqlQuery(
      """
      SELECT token, expires_at,
        coalesce(revoked_at, CASE WHEN expires_at <= :now THEN expires_at END) AS ended_at
      FROM share
      WHERE design_id = :designId
      ORDER BY created_at DESC
      LIMIT 1
      """)
  @RegisterConstructorMapper(Share.class)
  Optional<Share> findLast(UUID designId, Instant now);

  @SqlUpdate("UPDATE share SET created_at = :createdAt WHERE token = :token")
  void setCreation(String token, Instant createdAt);

  @SqlUpdate("UPDATE share SET expires_at = :expiresAt WHERE token = :token AND revoked_at IS NULL")
  void setExpiry(String token, Instant expiresAt);

  /** One that has ended makes room for another. */
  @SqlUpdate(
      """
      UPDATE share SET revoked_at = expires_at
      WHERE design_id = :designId AND revoked_at IS NULL AND expires_at <= :now
      """)
  void revokeExpired(UUID designId, Instant now);

  @SqlUpdate(
      "UPDATE share SET revoked_at = :now WHERE design_id = :designId AND revoked_at IS NULL")
  void revoke(UUID designId, Instant now);

  /**
   * Where the link leads, if it is in force: the view is counted with the look-up, in one
   * statement, which sees the tables as they were before its own rows. It locks no row. A request
   * that whoever is before us sent on a second time, after the first answer was lost, is one view:
   * its id is remembered, also when the view was added up already. (A replica of before has it only
   * in the column that held a trace's id once.)
   */
  @SqlQuery(
      """
      WITH linked AS (
        SELECT s.design_id FROM share s JOIN design d ON d.id = s.design_id
        WHERE s.token = :token AND s.revoked_at IS NULL AND d.deleted_at IS NULL
          AND (s.expires_at IS NULL OR s.expires_at > :now)
      ), requested AS (
        INSERT INTO share_request (design_id, request_id) SELECT design_id, :requestId FROM linked
        ON CONFLICT DO NOTHING
        RETURNING design_id
      ), seen AS (
        INSERT INTO share_view (design_id, trace_id, remembered)
        SELECT design_id, :requestId, true FROM requested
        ON CONFLICT DO NOTHING
        RETURNING design_id
      )
      SELECT design_id, (SELECT count(*) FROM seen)
        + coalesce((SELECT v.views FROM design_views v WHERE v.design_id = linked.design_id), 0)
        + (SELECT count(*) FROM share_view w WHERE w.design_id = linked.design_id) AS views
      FROM linked
      """)
  @RegisterConstructorMapper(View.class)
  Optional<View> view(String token, String requestId, Instant now);

  /** The same for who only asks what is there. */
  @SqlQuery(
      """
      SELECT s.design_id,
        coalesce((SELECT v.views FROM design_views v WHERE v.design_id = s.design_id), 0)
        + (SELECT count(*) FROM share_view w WHERE w.design_id = s.design_id) AS views
      FROM share s JOIN design d ON d.id = s.design_id
      WHERE s.token = :token AND s.revoked_at IS NULL AND d.deleted_at IS NULL
        AND (s.expires_at IS NULL OR s.expires_at > :now)
      """)
  @RegisterConstructorMapper(View.class)
  Optional<View> look(String token, Instant now);

  /** Views so far: those added up and those that are not, as of one moment. */
  @SqlQuery(
      """
      SELECT coalesce((SELECT views FROM design_views WHERE design_id = :designId), 0)
        + (SELECT count(*) FROM share_view WHERE design_id = :designId)
      """)
  long views(UUID designId);

  /**
   * Adds up what was seen and takes it away, in one statement: whoever looks sees every view once.
   * What a replica of before has seen is remembered by its row alone, which stays until nobody
   * sends its request on again. Another replica that adds up at the same time takes other rows;
   * sums are written in one order, so the two don't wait for each other in a circle.
   *
   * @param settled before which no request was seen that may still be sent on again
   */
  @SqlUpdate(
      """
      WITH gone AS (
        DELETE FROM share_view
        WHERE id IN (
          SELECT id FROM share_view WHERE remembered OR seen_at < :settled
          ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)
        RETURNING design_id
      )
      INSERT INTO design_views (design_id, views)
      SELECT design_id, count(*) FROM gone GROUP BY design_id ORDER BY design_id
      ON CONFLICT (design_id) DO UPDATE SET views = design_views.views + excluded.views
      """)
  int fold(Instant settled, int limit);

  /**
   * Forgets requests that nobody sends on again. What another replica forgets at the same time is
   * passed over: two that read the table from different ends would wait for each other in a circle.
   */
  @SqlUpdate(
      """
      DELETE FROM share_request
      WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM share_request WHERE seen_at < :settled FOR UPDATE SKIP LOCKED))
      """)
  void forgetRequests(Instant settled);

  record Share(String token, Instant expiresAt, Instant endedAt) {}

  record View(UUID designId, long views) {}
}
