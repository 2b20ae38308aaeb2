package pet.platform.crypto;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * What {@link KeyRotation} does in the database. Its statements are made of the names of tables and
 * columns, which are the modules' own words.
 */
final class KeyRotationSql {

  private final Encryption encryption;

  KeyRotationSql(Encryption encryption) {
    this.encryption = encryption;
  }

  /**
   * What came of a batch.
   *
   * @param rows how many were brought under the key that writes
   * @param failed primary keys of those that cannot be read
   */
  record Batch(int rows, List<String> failed) {}

  /** The first key writes now; where it is another one than before, nothing is changed. */
  void writes(Handle handle) {
    handle
        .createUpdate(
            """
            INSERT INTO encryption_key (version, fingerprint, written_at)
            VALUES (:version, :fingerprint, now())
            ON CONFLICT (version) DO UPDATE SET written_at = now()
              WHERE encryption_key.fingerprint = excluded.fingerprint
            """)
        .bind("version", encryption.version())
        .bind("fingerprint", encryption.fingerprint(encryption.version()))
        .execute();
  }

  /** One of our keys has written here, before there was a word of who does. */
  void wrote(Handle handle, int version) {
    handle
        .createUpdate(
            """
            INSERT INTO encryption_key (version, fingerprint, written_at)
            VALUES (:version, :fingerprint, now())
            ON CONFLICT DO NOTHING
            """)
        .bind("version", version)
        .bind("fingerprint", encryption.fingerprint(version))
        .execute();
  }

  /** Versions of which we have another key than the one that has written here. */
  List<Integer> otherKeys(Handle handle) {
    List<Integer> other = new ArrayList<>();
    for (int version : encryption.versions()) {
      handle
          .createQuery(
              """
              SELECT version FROM encryption_key
              WHERE version = :version AND fingerprint <> :fingerprint
              """)
          .bind("version", version)
          .bind("fingerprint", encryption.fingerprint(version))
          .mapTo(Integer.class)
          .forEach(other::add);
    }
    return other;
  }

  /** How long no process has said that it writes with a key. */
  Map<Integer, Duration> silent(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT version, extract(epoch FROM now() - written_at)::bigint AS seconds
            FROM encryption_key
            """)
        .map((row, context) -> Map.entry(row.getInt(1), Duration.ofSeconds(row.getLong(2))))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  /** How many rows there are under keys other than the one that writes. */
  Map<Integer, Long> rows(Handle handle, SealedColumns columns) {
    // Two ranges, so that the index on the expression is asked, and what is in order is not read.
    return handle
        .createQuery(
            """
            SELECT %1$s AS key, count(*) AS rows FROM %2$s
            WHERE %1$s < :writing OR %1$s > :writing
            GROUP BY 1
            """
                .formatted(columns.version(), columns.table()))
        .bind("writing", encryption.version())
        .map((row, context) -> Map.entry(row.getInt(1), row.getLong(2)))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  /** Takes some rows that nobody has in hand, and brings them under the key that writes. */
  Batch batch(Handle handle, SealedColumns columns, List<String> without) {
    Set<Integer> readable = new HashSet<>(encryption.versions());
    readable.remove(encryption.version());
    readable.add(SealedColumns.NO_KEY);
    List<Row> rows =
        handle
            .createQuery(
                """
                SELECT %1$s, %2$s FROM %3$s
                WHERE %4$s = ANY(:versions) AND (num_nonnulls(%5$s) > 0 OR %4$s = 0)
                  AND %1$s::text <> ALL(:without)
                LIMIT :limit
                FOR UPDATE SKIP LOCKED
                """
                    .formatted(
                        columns.key(),
                        columns.columns(),
                        columns.table(),
                        columns.version(),
                        String.join(", ", columns.ciphers().keySet())))
            .bindArray("versions", Integer.class, readable)
            .bindArray("without", String.class, without)
            .bind("limit", columns.batch())
            .map(
                (row, context) -> {
                  Map<String, byte[]> values = new HashMap<>();
                  for (String column : columns.ciphers().keySet()) {
                    values.put(column, row.getBytes(column));
                  }
                  if (columns.hash() != null) {
                    values.put(columns.hash().column(), row.getBytes(columns.hash().column()));
                  }
                  return new Row(row.getObject(1), values);
                })
            .list();
    return write(handle, columns, rows);
  }

  private record Row(Object key, Map<String, byte[]> values) {}

  private Batch write(Handle handle, SealedColumns columns, List<Row> rows) {
    String sql =
        "UPDATE %s SET %s WHERE %s = :key"
            .formatted(columns.table(), columns.assignments(), columns.key());
    List<String> failed = new ArrayList<>();
    for (Row row : rows) {
      Map<String, byte[]> values;
      try {
        values = anew(columns, row.values());
      } catch (IllegalStateException | MissingKeyException e) {
        failed.add(row.key().toString());
        continue;
      }
      try (Update update = handle.createUpdate(sql)) {
        update.bind("key", row.key());
        values.forEach(update::bind);
        update.execute();
      }
    }
    return new Batch(rows.size() - failed.size(), failed);
  }

  private Map<String, byte[]> anew(SealedColumns columns, Map<String, byte[]> before) {
    Map<String, byte[]> after = new HashMap<>();
    byte[] first = null;
    for (Map.Entry<String, String> cipher : columns.ciphers().entrySet()) {
      byte[] sealed = before.get(cipher.getKey());
      byte[] plain = sealed == null ? null : encryption.decrypt(cipher.getValue(), sealed);
      if (after.isEmpty()) {
        first = plain;
      }
      after.put(
          cipher.getKey(), plain == null ? null : encryption.encrypt(cipher.getValue(), plain));
    }
    if (columns.hash() != null) {
      hash(columns, before, first, after);
    }
    return after;
  }

  /** Without a ciphertext there is the plain digest alone, of before there were keys for it. */
  private void hash(
      SealedColumns columns, Map<String, byte[]> before, byte[] first, Map<String, byte[]> after) {
    SealedColumns.Hash hash = columns.hash();
    byte[] plain = first == null ? before.get(hash.column()) : first;
    String cipher = columns.ciphers().keySet().iterator().next();
    if (first == null) {
      after.put(cipher, encryption.encrypt(columns.ciphers().get(cipher), plain));
    }
    after.put(hash.column(), encryption.hash(hash.purpose(), hash.text().apply(plain)));
  }
}
