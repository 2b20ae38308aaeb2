package pet.builder.design;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.json.Json;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.PriceBreakdown;

/**
 * Writes a new design and its first revision. Not a part of {@link DesignDao}: JDBI makes an SQL
 * object anew for each transaction, method by method, which took a quarter of a create's time.
 */
final class NewDesign {

  private static final QualifiedType<BuilderConfig> CONFIG =
      QualifiedType.of(BuilderConfig.class).with(Json.class);
  private static final QualifiedType<PriceBreakdown> PRICE =
      QualifiedType.of(PriceBreakdown.class).with(Json.class);

  private NewDesign() {}

  static void insert(Handle transaction, DesignRow design) {
    transaction
        .createUpdate(
            """
            WITH design AS (
              INSERT INTO design
                (id, owner, name, status, revision, version, created_at, updated_at)
              VALUES (:id, :owner, :name, :status, :revision, :version, :createdAt, :updatedAt)
              RETURNING id
            )
            INSERT INTO design_revision (design_id, revision, config, price, created_at)
            SELECT id, :revision, CAST(:config AS jsonb), CAST(:price AS jsonb), :createdAt
            FROM design
            """)
        .bind("id", design.id())
        .bind("owner", design.owner())
        .bind("name", design.name())
        .bind("status", design.status().name())
        .bind("revision", design.revision())
        .bind("version", design.version())
        .bind("createdAt", design.createdAt())
        .bind("updatedAt", design.updatedAt())
        .bindByType("config", design.config(), CONFIG)
        .bindByType("price", design.price(), PRICE)
        .execute();
  }
}
