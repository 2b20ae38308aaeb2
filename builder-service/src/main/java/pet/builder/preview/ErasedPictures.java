package pet.builder.preview;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.builder.BuilderConfig;
import pet.platform.crypto.Encryption;

/**
 * Configurations whose words are erased. The address of a picture holds its configuration, so
 * whoever kept one could draw the words again: those of these lead nowhere. Each replica has them
 * all in memory, by keyed hashes, and looks for new ones each second; that one is among them still,
 * the database says before anything is refused. What somebody uses again is theirs, and is taken
 * out.
 */
public final class ErasedPictures {

  private static final String PURPOSE = "builder.erased-picture";

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant seenUntil = Instant.EPOCH;

  public ErasedPictures(Jdbi jdbi, Encryption encryption) {
    this.jdbi = jdbi;
    this.encryption = encryption;
  }

  /** Theirs. */
  interface Dao {

    @SqlBatch("INSERT INTO erased_picture (config_hash) VALUES (:hash) ON CONFLICT DO NOTHING")
    void insert(List<byte[]> hash);

    /** A transaction may take a while to be seen: what is new is looked for with some overlap. */
    @SqlQuery(
        """
        SELECT config_hash FROM erased_picture
        WHERE erased_at > CAST(:since AS timestamptz) - interval '5 minutes'
        """)
    List<byte[]> since(Instant since);

    @SqlQuery("SELECT EXISTS (SELECT FROM erased_picture WHERE config_hash IN (<hashes>))")
    boolean has(@BindList List<byte[]> hashes);

    @SqlUpdate("DELETE FROM erased_picture WHERE config_hash IN (<hashes>)")
    void delete(@BindList List<byte[]> hashes);
  }

  /** In the transaction that erases the words; only of those that nobody else uses. */
  public void add(Handle handle, List<BuilderConfig> configs) {
    if (!configs.isEmpty()) {
      handle
          .attach(Dao.class)
          .insert(
              configs.stream()
                  .map(config -> encryption.hash(PURPOSE, PreviewAddress.text(config)))
                  .toList());
    }
  }

  /** Is told when there are new ones. */
  void whenNew(Runnable listener) {
    listeners.add(listener);
  }

  /** Looks for new ones. */
  public void look() {
    Instant now = Instant.now();
    boolean more = false;
    for (byte[] hash : jdbi.withExtension(Dao.class, dao -> dao.since(seenUntil))) {
      more |= known.add(HexFormat.of().formatHex(hash));
    }
    seenUntil = now;
    if (more) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Whether a config, or null, is one of them, as far as this process knows. */
  boolean mayHave(BuilderConfig config) {
    return config != null
        && config.personalization() != null
        && !known.isEmpty()
        && hashes(config).stream().map(HexFormat.of()::formatHex).anyMatch(known::contains);
  }

  /** Whether it is one of them. */
  boolean has(BuilderConfig config) {
    if (seenUntil.equals(Instant.EPOCH)) {
      // The first second of a process.
      look();
    }
    if (!mayHave(config)) {
      return false;
    }
    if (jdbi.withExtension(Dao.class, dao -> dao.has(hashes(config)))) {
      return true;
    }
    forget(config);
    return false;
  }

  /** Somebody uses it: they know the words, which are theirs now. */
  void used(BuilderConfig config) {
    if (mayHave(config)) {
      jdbi.useExtension(Dao.class, dao -> dao.delete(hashes(config)));
      forget(config);
    }
  }

  private void forget(BuilderConfig config) {
    hashes(config).forEach(hash -> known.remove(HexFormat.of().formatHex(hash)));
  }

  private List<byte[]> hashes(BuilderConfig config) {
    return encryption.hashes(PURPOSE, PreviewAddress.text(config));
  }
}
