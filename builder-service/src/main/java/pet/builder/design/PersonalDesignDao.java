package pet.builder.design;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/** Designs by whose they are. */
interface PersonalDesignDao {

  /** Newest first, what stands behind the given place; also what was deleted. */
  @SqlQuery(
      """
      SELECT d.id, d.name, d.status, d.created_at, d.updated_at, d.deleted_at,
             s.token IS NOT NULL AS shared, s.expires_at AS shared_until,
             coalesce((SELECT v.views FROM design_views v WHERE v.design_id = d.id), 0)
               + (SELECT count(*) FROM share_view w WHERE w.design_id = d.id) AS views
      FROM design d
      LEFT JOIN share s ON s.design_id = d.id AND s.revoked_at IS NULL
        AND (s.expires_at IS NULL OR s.expires_at > now())
      WHERE d.owner = :owner AND (d.created_at, d.id) < (:createdBefore, :idBefore)
      ORDER BY d.created_at DESC, d.id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(PersonalRow.class)
  List<PersonalRow> list(String owner, Instant createdBefore, UUID idBefore, int limit);

  @SqlQuery(
      """
      SELECT design_id, revision, config, price, created_at
      FROM design_revision
      WHERE design_id IN (<designIds>)
      ORDER BY design_id, revision
      """)
  @RegisterConstructorMapper(PersonalRevisionRow.class)
  List<PersonalRevisionRow> revisions(@BindList List<UUID> designIds);

  /** Locked: what is changed meanwhile would keep what was written. */
  @SqlQuery("SELECT id, deleted_at FROM design WHERE owner = :owner FOR UPDATE")
  @RegisterConstructorMapper(OwnedRow.class)
  List<OwnedRow> lock(String owner);

  @SqlQuery("SELECT id FROM design WHERE owner = :owner")
  List<UUID> ids(String owner);

  /**
   * Nothing leads by a link of theirs any more, nor tells what the link was. That there was one
   * stays: designs that were shared go on being counted.
   */
  @SqlUpdate(
      """
      UPDATE share
      SET token = 'erased:' || gen_random_uuid(), revoked_at = coalesce(revoked_at, :now)
      WHERE design_id IN (<ids>)
      """)
  void eraseShares(@BindList List<UUID> ids, Instant now);

  /** Those added up and those that are not, and by which requests. */
  @SqlUpdate(
      """
      WITH waiting AS (DELETE FROM share_view WHERE design_id IN (<ids>)),
        requested AS (DELETE FROM share_request WHERE design_id IN (<ids>))
      DELETE FROM design_views WHERE design_id IN (<ids>)
      """)
  void deleteViews(@BindList List<UUID> ids);

  /** Says what they looked like. */
  @SqlQuery(
      """
      WITH before AS MATERIALIZED (
        SELECT design_id, revision, config FROM design_revision
        WHERE design_id IN (<ids>) AND config -> 'personalization' IS NOT NULL
      )
      UPDATE design_revision r SET config = r.config - 'personalization'
      FROM before b WHERE b.design_id = r.design_id AND b.revision = r.revision
      RETURNING b.config
      """)
  @Json
  List<BuilderConfig> eraseTexts(@BindList List<UUID> ids);

  /**
   * Of configs with these words, those of designs that are somebody's, as they are now, and of
   * presets. All revisions are looked through: an erasure has the time, and an index would cost
   * every design.
   */
  @SqlQuery(
      """
      SELECT DISTINCT r.config
      FROM design_revision r
        JOIN design d ON d.id = r.design_id AND d.revision = r.revision
      WHERE r.config -> 'personalization' ->> 'text' IN (<texts>)
        AND d.owner IS NOT NULL AND d.deleted_at IS NULL
      UNION
      SELECT config FROM preset WHERE config -> 'personalization' ->> 'text' IN (<texts>)
      """)
  @Json
  Set<BuilderConfig> used(@BindList List<String> texts);

  /** Locked: what is changed meanwhile would keep what was written. Sorted, as all who lock. */
  @SqlQuery("SELECT owner FROM design WHERE id IN (<ids>) ORDER BY id FOR UPDATE")
  List<String> lockOwners(@BindList List<UUID> ids);

  /** Says which designs had something written in one of these revisions, and what. */
  @SqlQuery(
      """
      WITH before AS MATERIALIZED (
        SELECT r.design_id, r.revision, r.config
        FROM design_revision r
          JOIN unnest(:designs, :revisions) AS told (design_id, revision)
            ON r.design_id = told.design_id AND r.revision = told.revision
        WHERE r.config -> 'personalization' IS NOT NULL
      )
      UPDATE design_revision r SET config = r.config - 'personalization'
      FROM before b WHERE b.design_id = r.design_id AND b.revision = r.revision
      RETURNING b.design_id, b.config
      """)
  @RegisterConstructorMapper(WrittenRow.class)
  List<WrittenRow> eraseTextsOf(UUID[] designs, Integer[] revisions);

  /** Readers see another design than before. */
  @SqlUpdate("UPDATE design SET version = version + 1, updated_at = :now WHERE id IN (<ids>)")
  void touch(@BindList Set<UUID> ids, Instant now);

  @SqlUpdate("UPDATE design SET deleted_at = :time WHERE id = :id")
  void delete(UUID id, Instant time);

  /** All of them are deleted by then. */
  @SqlUpdate(
      """
      UPDATE design
      SET owner = NULL, name = '', version = version + 1, updated_at = :now
      WHERE id IN (<ids>)
      """)
  void erase(@BindList List<UUID> ids, Instant now);

  /** A design with what is personal about it. */
  record PersonalRow(
      UUID id,
      String name,
      DesignStatus status,
      Instant createdAt,
      Instant updatedAt,
      Instant deletedAt,
      boolean shared,
      Instant sharedUntil,
      long views) {}

  record PersonalRevisionRow(
      UUID designId,
      int revision,
      @Json BuilderConfig config,
      @Json PriceBreakdown price,
      Instant createdAt) {}

  /** What a revision looked like before its words were erased. */
  record WrittenRow(UUID designId, @Json BuilderConfig config) {}

  record OwnedRow(UUID id, Instant deletedAt) {}
}
