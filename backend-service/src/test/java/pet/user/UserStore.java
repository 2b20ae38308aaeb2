package pet.user;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.testing.Servers;

/** The module's schema in a database of its own, without a relay: the outbox keeps what is told. */
record UserStore(Jdbi jdbi) {

  static UserStore on(Servers servers) throws Exception {
    return on(servers.newDatabase());
  }

  static UserStore on(DatabaseSettings settings) throws Exception {
    ModuleDatabase database = new ModuleDatabase(settings, UserModule.SCHEMA, new MetricRegistry());
    database.migrate(UserModule.CHANGELOG);
    return new UserStore(database.jdbi(Json.strict()));
  }

  private Store store() {
    return new Store(jdbi, new OutboxEventBus(() -> {}, null));
  }

  UserService users(Clock clock) {
    return new UserService(store(), new Encryption(new EncryptionSettings(null)), clock);
  }

  PreferencesService preferences(Clock clock) {
    return new PreferencesService(
        store(), users(clock), new Tombstones(new Encryption(new EncryptionSettings(null))), clock);
  }

  Erasures erasures(Clock clock) {
    return new Erasures(
        jdbi, users(clock), new Encryption(new EncryptionSettings(null)), Json.strict(), clock);
  }

  /** Somebody's profile is gone, and nothing tells of it. */
  void erase(String subject) {
    jdbi.useTransaction(handle -> users(Clock.systemUTC()).erase(handle, subject));
  }

  void empty() {
    jdbi.useHandle(h -> h.execute("TRUNCATE profile, preferences, outbox, erasure"));
  }

  List<String> outbox() {
    return strings("SELECT type || ' ' || aggregate_id FROM outbox ORDER BY id");
  }

  List<String> strings(String sql) {
    return jdbi.withHandle(h -> h.select(sql).mapTo(String.class).list());
  }
}
