package pet.platform.crypto;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Columns of a table that are written together, and so under one key: ciphertexts, and a keyed hash
 * of what the first of them holds. {@link KeyRotation} finds the rows of a key by an index on
 * {@link #version}.
 *
 * @param key the primary key's column
 * @param ciphers their purposes, by column
 * @param version which key a row is under, in SQL
 * @param hash null if there is none
 * @param batch how many rows one transaction brings under another key
 */
public record SealedColumns(
    String table, String key, Map<String, String> ciphers, String version, Hash hash, int batch) {

  /** The version of what lies there without a key. */
  static final int NO_KEY = 0;

  private static final int USUAL_BATCH = 100;

  /**
   * A keyed hash.
   *
   * @param text what is hashed of the plain bytes
   */
  public record Hash(String column, String purpose, Function<byte[], String> text) {}

  public SealedColumns {
    ciphers = Collections.unmodifiableMap(new LinkedHashMap<>(ciphers));
  }

  /** The columns of a table. */
  public static SealedColumns of(String table, String key) {
    return new SealedColumns(table, key, Map.of(), null, null, USUAL_BATCH);
  }

  /** With a ciphertext; the first one tells which key a row is under. */
  public SealedColumns cipher(String column, String purpose) {
    Map<String, String> more = new LinkedHashMap<>(ciphers);
    more.put(column, purpose);
    String first = version == null ? "get_byte(" + column + ", 0)" : version;
    return new SealedColumns(table, key, more, first, hash, batch);
  }

  /** With a keyed hash of what the first ciphertext holds. */
  public SealedColumns hash(String column, String purpose, Function<byte[], String> text) {
    return new SealedColumns(table, key, ciphers, version, new Hash(column, purpose, text), batch);
  }

  /** Where another expression tells which key a row is under. */
  public SealedColumns versionedBy(String sql) {
    return new SealedColumns(table, key, ciphers, sql, hash, batch);
  }

  /** Where rows are large. */
  public SealedColumns inBatchesOf(int rows) {
    return new SealedColumns(table, key, ciphers, version, hash, rows);
  }

  /** All columns, with commas between them: ciphertexts, then the hash. */
  String columns() {
    return String.join(", ", ciphers.keySet()) + (hash == null ? "" : ", " + hash.column());
  }

  /** What is set to new values of the same names. */
  String assignments() {
    String sealed =
        ciphers.keySet().stream()
            .map(column -> column + " = :" + column)
            .collect(Collectors.joining(", "));
    return hash == null ? sealed : sealed + ", " + hash.column() + " = :" + hash.column();
  }
}
