package pet.builder.design;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.jackson2.Jackson2Config;
import pet.platform.database.PlainSql;

/**
 * Writes new designs and their first revisions. Not a part of {@link DesignDao}: JDBI took a third
 * of a create's time. Columns are arrays, so that any number of designs is one statement with one
 * plan.
 */
final class DesignInsert {

  private static final String INSERT =
      """
      WITH new AS MATERIALIZED (
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS new (id, owner, name, status, revision, version, created_at, updated_at, config, price)
      ), design AS (
        INSERT INTO design
          (id, owner, name, status, revision, version, created_at, updated_at)
        SELECT id, owner, name, status, revision, version, created_at, updated_at FROM new
      )
      INSERT INTO design_revision (design_id, revision, config, price, created_at)
      SELECT id, revision, CAST(config AS jsonb), CAST(price AS jsonb), created_at FROM new
      """;

  private DesignInsert() {}

  static void insert(Handle transaction, List<DesignRow> designs) {
    ObjectMapper json = transaction.getConfig(Jackson2Config.class).getMapper();
    PlainSql sql = new PlainSql(transaction);
    sql.update(
        INSERT,
        sql.column("uuid", designs, DesignRow::id),
        sql.column("text", designs, DesignRow::owner),
        sql.column("text", designs, DesignRow::name),
        sql.column("text", designs, DesignRow::status),
        sql.column("int4", designs, DesignRow::revision),
        sql.column("int8", designs, DesignRow::version),
        sql.column("timestamptz", designs, DesignRow::createdAt),
        sql.column("timestamptz", designs, DesignRow::updatedAt),
        sql.column("text", designs, design -> text(json, design.config())),
        sql.column("text", designs, design -> text(json, design.price())));
  }

  private static String text(ObjectMapper json, Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
