package pet.platform.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Plain JDBC in a handle's transaction, for the most frequent statements. JDBI creates an SQL
 * object for each handle, with a copy of the whole configuration for each of its methods, and
 * builds row mappers and arguments for each statement, which costs more than the statement itself.
 * Less frequent statements use JDBI's interfaces, which are shorter.
 */
public final class PlainSql {

  private final Connection connection;

  public PlainSql(Handle handle) {
    this.connection = handle.getConnection();
  }

  /** Maps the current row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * All rows.
   *
   * @param values for the question marks: what PostgreSQL's driver takes, instants, and enums,
   *     which are told by their names; may be null
   */
  public <T> List<T> list(String sql, Row<T> row, Object... values) {
    try (PreparedStatement statement = statement(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String sql, Row<T> row, Object... values) {
    List<T> rows = list(sql, row, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** The one row that such a statement always has. */
  public <T> T one(String sql, Row<T> row, Object... values) {
    return list(sql, row, values).get(0);
  }

  /** Executes an update; returns the number of rows. */
  public int update(String sql, Object... values) {
    try (PreparedStatement statement = statement(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** A column's values, as an array of one of PostgreSQL's types, such as {@code text}. */
  public <R> Array column(String type, Collection<R> rows, Function<? super R, ?> value) {
    // Of these the driver sends the bytes; all else it writes as text, to be quoted and parsed.
    Object[] values =
        switch (type) {
          case "text" -> new String[rows.size()];
          case "int4" -> new Integer[rows.size()];
          case "int8" -> new Long[rows.size()];
          case "bytea" -> new byte[rows.size()][];
          default -> new Object[rows.size()];
        };
    int place = 0;
    for (R row : rows) {
      values[place++] = told(value.apply(row));
    }
    try {
      return connection.createArrayOf(type, values);
    } catch (SQLException e) {
      throw failed("array of " + type, e);
    }
  }

  private static UnableToExecuteStatementException failed(String sql, SQLException e) {
    return new UnableToExecuteStatementException(words(sql, e.getMessage()), e, null);
  }

  /** The exception for a statement that failed: the cause and the statement, without its values. */
  static String words(String sql, String why) {
    return why + " [statement: " + sql + "]";
  }

  private PreparedStatement statement(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, told(values[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static Object told(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  /** A time of a row; null where it has none. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
