package pet.builder.design;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.builder.preview.PreviewUrls;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/** Designs and their revisions. */
@RegisterConstructorMapper(DesignRow.class)
interface DesignDao {

  @SqlUpdate(
      """
      INSERT INTO design_revision (design_id, revision, config, price, created_at)
      VALUES (:designId, :revision, CAST(:config AS jsonb), CAST(:price AS jsonb), :createdAt)
      """)
  void insertRevision(
      UUID designId,
      int revision,
      @Json BuilderConfig config,
      @Json PriceBreakdown price,
      Instant createdAt);

  @SqlQuery(
      """
      SELECT d.id, d.owner, d.name, d.status, d.revision, d.version,
             r.config, r.price, d.created_at, d.updated_at
      FROM design d
      JOIN design_revision r ON r.design_id = d.id AND r.revision = d.revision
      WHERE d.id = :id AND d.deleted_at IS NULL
      """)
  Optional<DesignRow> find(UUID id);

  /**
   * Locks the design's row, whose revision in force then stays. That revision is looked up in a
   * statement of its own: this one would join the revision of the row as it was before it waited.
   */
  @SqlQuery("SELECT id FROM design WHERE id = :id AND deleted_at IS NULL FOR UPDATE")
  Optional<UUID> lock(UUID id);

  @SqlUpdate(
      """
      UPDATE design
      SET name = :name, status = :status, revision = :revision, version = :version,
          updated_at = :updatedAt
      WHERE id = :id
      """)
  void update(@BindMethods DesignRow design);

  /** That something about it changed, be it a new revision or not. */
  @SqlUpdate(
      """
      INSERT INTO design_change (design_id, version, changed_at)
      VALUES (:designId, :version, :changedAt)
      """)
  void insertChange(UUID designId, long version, Instant changedAt);

  @SqlUpdate("UPDATE design SET deleted_at = :now, updated_at = :now WHERE id = :id")
  void delete(UUID id, Instant now);

  /** Newest first, what stands behind the given place; {@code status} may be null. */
  @SqlQuery(
      """
      SELECT d.id, d.owner, d.name, d.status, d.revision, d.version,
             r.config, r.price, d.created_at, d.updated_at
      FROM design d
      JOIN design_revision r ON r.design_id = d.id AND r.revision = d.revision
      WHERE d.owner = :owner AND d.deleted_at IS NULL
        AND (CAST(:status AS text) IS NULL OR d.status = :status)
        AND (d.created_at, d.id) < (:createdBefore, :idBefore)
      ORDER BY d.created_at DESC, d.id DESC
      LIMIT :limit
      """)
  List<DesignRow> list(
      String owner, DesignStatus status, Instant createdBefore, UUID idBefore, int limit);

  /** Also of a deleted design. */
  @SqlQuery(
      """
      SELECT design_id, revision, config, price, created_at
      FROM design_revision
      WHERE design_id = :designId AND revision = :revision
      """)
  @RegisterConstructorMapper(RevisionRow.class)
  Optional<RevisionRow> findRevision(UUID designId, int revision);

  /** Newest first, below the given number; also of a deleted design. */
  @SqlQuery(
      """
      SELECT design_id, revision, config, price, created_at
      FROM design_revision
      WHERE design_id = :designId AND revision < :below
      ORDER BY revision DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(RevisionRow.class)
  List<RevisionRow> listRevisions(UUID designId, long below, int limit);

  /** Also of a deleted design. */
  @SqlQuery("SELECT owner FROM design WHERE id = :id")
  Optional<String> findOwner(UUID id);

  record RevisionRow(
      UUID designId,
      int revision,
      @Json BuilderConfig config,
      @Json PriceBreakdown price,
      Instant createdAt) {

    RevisionView view(PreviewUrls previews) {
      return new RevisionView(revision, config, price, previews.of(config), createdAt);
    }
  }
}
