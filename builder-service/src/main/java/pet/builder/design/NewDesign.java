package pet.builder.design;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.jackson2.Jackson2Config;

/**
 * Writes a new design and its first revision. Not a part of {@link DesignDao}, and plain JDBC: JDBI
 * makes an SQL object anew for each transaction, and describes each argument anew for each
 * statement, which together took a third of a create's time.
 */
final class NewDesign {

  private static final String INSERT =
      """
      WITH design AS (
        INSERT INTO design
          (id, owner, name, status, revision, version, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING id, revision, created_at
      )
      INSERT INTO design_revision (design_id, revision, config, price, created_at)
      SELECT id, revision, CAST(? AS jsonb), CAST(? AS jsonb), created_at FROM design
      """;

  private NewDesign() {}

  static void insert(Handle transaction, DesignRow design) {
    ObjectMapper json = transaction.getConfig(Jackson2Config.class).getMapper();
    try (PreparedStatement insert = transaction.getConnection().prepareStatement(INSERT)) {
      insert.setObject(1, design.id());
      insert.setString(2, design.owner());
      insert.setString(3, design.name());
      insert.setString(4, design.status().name());
      insert.setInt(5, design.revision());
      insert.setLong(6, design.version());
      insert.setObject(7, time(design.createdAt()));
      insert.setObject(8, time(design.updatedAt()));
      insert.setString(9, json.writeValueAsString(design.config()));
      insert.setString(10, json.writeValueAsString(design.price()));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
