package pet.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/** SQL of requests from Shopify's compliance topics. */
interface ComplianceDao {

  /** A delivery makes one request, however often it is processed. */
  @SqlUpdate(
      """
      INSERT INTO compliance_request (id, delivery_id, topic, shop, subject, subject_hash)
      VALUES (:id, :deliveryId, :topic, :shop, :subject, :subjectHash)
      ON CONFLICT (delivery_id) DO NOTHING
      """)
  int insert(
      UUID id, UUID deliveryId, String topic, String shop, byte[] subject, byte[] subjectHash);

  @SqlQuery(
      """
      SELECT id, delivery_id, topic, shop, status, requested_at, exported_at, exported_by, done_at,
             done_by, note, erasure
      FROM compliance_request
      WHERE (requested_at, id) < (:createdAt, :id)
      ORDER BY requested_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(ComplianceRequest.class)
  List<ComplianceRequest> list(@BindMethods Cursor after, int limit);

  @SqlQuery(
      """
      SELECT id, delivery_id, topic, shop, status, requested_at, exported_at, exported_by, done_at,
             done_by, note, erasure
      FROM compliance_request WHERE id = :id
      """)
  @RegisterConstructorMapper(ComplianceRequest.class)
  Optional<ComplianceRequest> find(UUID id);

  @SqlQuery(
      """
      SELECT coalesce(extract(epoch FROM now() - min(requested_at)), 0)
      FROM compliance_request WHERE status = 'OPEN'
      """)
  double oldestOpenSeconds();

  @SqlQuery("SELECT subject FROM compliance_request WHERE id = :id AND subject IS NOT NULL")
  Optional<byte[]> subject(UUID id);

  @SqlUpdate("UPDATE compliance_request SET exported_at = now(), exported_by = :by WHERE id = :id")
  void exported(UUID id, String by);

  /**
   * Ends a request and removes the customer from it. A repeat changes nothing, so the first one's
   * name stays.
   */
  @SqlUpdate(
      """
      UPDATE compliance_request
      SET status = 'DONE', done_at = now(), done_by = :by, note = :note, subject = NULL,
          subject_hash = NULL
      WHERE id = :id AND status = 'OPEN'
      """)
  int done(UUID id, String by, String note);

  @SqlUpdate(
      """
      UPDATE compliance_request
      SET status = 'DONE', done_at = now(), done_by = :by, note = :note, erasure = :erasure
      WHERE id = :id AND status = 'OPEN'
      """)
  void erased(UUID id, String by, String note, UUID erasure);

  /** Removes a customer who is erased from all requests. */
  @SqlUpdate(
      """
      UPDATE compliance_request
      SET status = 'DONE', done_at = now(), done_by = 'shopify', note = 'the customer is forgotten',
          subject = NULL, subject_hash = NULL
      WHERE subject_hash IN (<hashes>)
      """)
  void forget(@BindList List<byte[]> hashes);
}
