package pet.builder.design;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.jackson2.Jackson2Config;

/**
 * Writes new designs and their first revisions. Not a part of {@link DesignDao}, and plain JDBC:
 * JDBI makes an SQL object anew for each transaction, and describes each argument anew for each
 * statement, which together took a third of a create's time. Columns are arrays, so that any number
 * of designs is one statement with one plan.
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

  private final Connection connection;
  private final PreparedStatement insert;
  private final List<DesignRow> designs;
  private int columns;

  private DesignInsert(Connection connection, PreparedStatement insert, List<DesignRow> designs) {
    this.connection = connection;
    this.insert = insert;
    this.designs = designs;
  }

  static void insert(Handle transaction, List<DesignRow> designs) {
    ObjectMapper json = transaction.getConfig(Jackson2Config.class).getMapper();
    Connection connection = transaction.getConnection();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      DesignInsert rows = new DesignInsert(connection, insert, designs);
      rows.column("uuid", DesignRow::id);
      rows.column("text", DesignRow::owner);
      rows.column("text", DesignRow::name);
      rows.column("text", design -> design.status().name());
      rows.column("int4", DesignRow::revision);
      rows.column("int8", DesignRow::version);
      rows.column("timestamptz", DesignRow::createdAt);
      rows.column("timestamptz", DesignRow::updatedAt);
      rows.column("text", design -> text(json, design.config()));
      rows.column("text", design -> text(json, design.price()));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private void column(String type, Function<DesignRow, Object> value) throws SQLException {
    Object[] values = designs.stream().map(value).toArray();
    insert.setArray(++columns, connection.createArrayOf(type, values));
  }

  private static String text(ObjectMapper json, Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
