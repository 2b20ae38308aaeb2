package pet.platform.crypto;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a module keeps under an older key under the one that writes, a few rows at a time,
 * and tells when the older one may go.
 *
 * <p>Rows are taken with SKIP LOCKED: replicas do it side by side, no row twice, and nobody waits
 * for more than a few rows. What is done is committed, so after a crash the rest is found again.
 */
public final class KeyRotation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  /** How long one turn may take: other chores of the process wait for it. */
  private static final Duration TURN = Duration.ofMillis(200);

  private static final Duration LOOK = Duration.ofSeconds(30);

  /** After that long without a word, no process writes with a key: each says so at every look. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** With so many it is not the rows that are wrong. */
  private static final int MOST_UNREADABLE = 1_000;

  private final String module;
  private final Jdbi jdbi;
  private final Encryption encryption;
  private final List<SealedColumns> sealed;
  private final Duration linksLast;
  private final MetricRegistry metrics;
  private final KeyRotationSql sql;
  private final Map<SealedColumns, Set<String>> unreadable = new ConcurrentHashMap<>();
  private volatile Map<Integer, KeyUse> others = Map.of();
  private boolean toDo;
  private long nextLook = System.nanoTime();

  /**
   * @param linksLast how long what is given out under a key, and not kept, is to be good
   */
  public KeyRotation(
      String module,
      Jdbi jdbi,
      Encryption encryption,
      List<SealedColumns> sealed,
      Duration linksLast,
      MetricRegistry metrics) {
    this.module = module;
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.sealed = List.copyOf(sealed);
    this.linksLast = linksLast;
    this.metrics = metrics;
    this.sql = new KeyRotationSql(encryption);
    sealed.forEach(columns -> unreadable.put(columns, ConcurrentHashMap.newKeySet()));
  }

  /**
   * Says that this process writes with its first key.
   *
   * @throws IllegalStateException if a key of that version has written here before, and was another
   */
  public void begin() {
    jdbi.useTransaction(
        handle -> {
          sql.writes(handle);
          List<Integer> wrong = sql.otherKeys(handle);
          if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                "setting encryption.key (PET_ENCRYPTION_KEY): the "
                    + module
                    + " module's data was written with another key of version "
                    + wrong.get(0)
                    + ": a new key has a new version");
          }
        });
    look();
  }

  /** Does a little of what there is to do. */
  public void run() {
    if (System.nanoTime() - nextLook >= 0) {
      look();
    } else if (toDo) {
      goOn();
    }
  }

  private void goOn() {
    long end = System.nanoTime() + TURN.toNanos();
    boolean done = false;
    for (SealedColumns columns : sealed) {
      while (turn(columns)) {
        done = true;
        if (System.nanoTime() - end >= 0) {
          return;
        }
      }
    }
    toDo = false;
    if (done) {
      nextLook = System.nanoTime();
    }
  }

  /** A batch; tells whether it found anything. */
  private boolean turn(SealedColumns columns) {
    Set<String> failed = unreadable.get(columns);
    KeyRotationSql.Batch done =
        jdbi.inTransaction(handle -> sql.batch(handle, columns, List.copyOf(failed)));
    for (String key : done.failed()) {
      failed.add(key);
      LOG.error("{} {} = {} cannot be read with its key", columns.table(), columns.key(), key);
    }
    return done.rows() > 0 && failed.size() < MOST_UNREADABLE;
  }

  /** What is there, and who writes. */
  private void look() {
    nextLook = System.nanoTime() + LOOK.toNanos();
    Map<Integer, Long> rows = new TreeMap<>();
    Map<Integer, Duration> silent = new HashMap<>();
    jdbi.useHandle(
        handle -> {
          sql.writes(handle);
          silent.putAll(sql.silent(handle));
          for (SealedColumns columns : sealed) {
            sql.rows(handle, columns).forEach((key, count) -> rows.merge(key, count, Long::sum));
          }
          rows.keySet().stream()
              .filter(key -> encryption.versions().contains(key) && !silent.containsKey(key))
              .forEach(
                  key -> {
                    sql.wrote(handle, key);
                    silent.put(key, Duration.ZERO);
                  });
        });
    Set<Integer> known = new TreeSet<>(encryption.versions());
    known.addAll(rows.keySet());
    known.remove(encryption.version());
    Map<Integer, KeyUse> found = new TreeMap<>();
    for (int version : known) {
      found.put(
          version,
          new KeyUse(
              rows.getOrDefault(version, 0L),
              silent.get(version),
              encryption.versions().contains(version)));
    }
    tell(found);
    others = found;
    toDo =
        rows.keySet().stream()
            .anyMatch(key -> key == SealedColumns.NO_KEY || encryption.versions().contains(key));
  }

  private void tell(Map<Integer, KeyUse> found) {
    found.forEach(
        (version, use) -> {
          KeyUse before = others.get(version);
          if (before == null) {
            gauges(version);
          }
          if (use.rows() == 0 && before != null && before.rows() > 0) {
            LOG.info("nothing of the {} module is under key {} any more", module, version);
          }
          if (!use.known() && version != SealedColumns.NO_KEY && before == null) {
            LOG.error("{}", lacks(version, use));
          }
        });
  }

  private void gauges(int version) {
    String name = "encryption." + module + ".key." + version;
    metrics.gauge(name + ".rows", () -> (Gauge<Long>) () -> rows(version));
    metrics.gauge(name + ".may.go", () -> (Gauge<Integer>) () -> mayGo(version) ? 1 : 0);
  }

  /** How many rows are under a key that does not write. */
  long rows(int version) {
    KeyUse use = others.get(version);
    return use == null ? 0 : use.rows();
  }

  /** Whether nothing here needs a key any more. */
  boolean mayGo(int version) {
    KeyUse use = others.get(version);
    return use != null && use.rows() == 0 && use.isOverFor(SILENCE.plus(linksLast));
  }

  private String lacks(int version, KeyUse use) {
    return use.rows()
        + " rows of the "
        + module
        + " module are under key "
        + version
        + ", which encryption.key (PET_ENCRYPTION_KEY) does not hold";
  }

  /** Complains of what cannot be read; else tells which keys are needed. */
  public HealthCheck health() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        List<String> wrong = new ArrayList<>();
        List<String> words = new ArrayList<>();
        words.add("key " + encryption.version() + " writes");
        others.forEach(
            (version, use) -> {
              if (!use.known() && version != SealedColumns.NO_KEY) {
                wrong.add(lacks(version, use));
              } else {
                words.add(state(version, use));
              }
            });
        unreadable.forEach(
            (columns, keys) -> {
              if (!keys.isEmpty()) {
                wrong.add(keys.size() + " rows of " + columns.table() + " cannot be read");
              }
            });
        return wrong.isEmpty()
            ? Result.healthy(String.join("; ", words))
            : Result.unhealthy(String.join("; ", wrong));
      }
    };
  }

  private String state(int version, KeyUse use) {
    String key = "key " + version;
    if (use.rows() > 0) {
      return key + " has " + use.rows() + " rows left";
    }
    if (mayGo(version)) {
      return key + " may go";
    }
    if (use.silent() == null) {
      return key + " has written nothing yet";
    }
    return use.isOverFor(SILENCE)
        ? key + " is needed for links that it signed"
        : key + " was written with just now";
  }

  /**
   * What a key that does not write is needed for.
   *
   * @param silent how long no process has said that it writes with it; null if none ever did, as
   *     with the one that comes next
   * @param known whether we have it
   */
  private record KeyUse(long rows, Duration silent, boolean known) {
    boolean isOverFor(Duration time) {
      return silent != null && silent.compareTo(time) > 0;
    }
  }
}
