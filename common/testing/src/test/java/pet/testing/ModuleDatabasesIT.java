package pet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.codahale.metrics.MetricRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.platform.database.PlainSql;

/** Each module's data can be on a server of its own, by configuration alone. */
@ExtendWith(ServersExtension.class)
class ModuleDatabasesIT {

  private static final String INSERT = "INSERT INTO toy (name) VALUES (%s)";

  /** A module that keeps something. */
  private static final class Keeping implements Module {
    private final ModuleName name;
    private Store store;

    Keeping(ModuleName name) {
      this.name = name;
    }

    @Override
    public ModuleName name() {
      return name;
    }

    @Override
    public void install(ModuleContext context) throws Exception {
      store = context.store("toys_" + name.key(), "pet/testing/toys.yaml");
    }

    String database() {
      return store.jdbi().withHandle(h -> one(h, "SELECT current_database()"));
    }

    String schemas() {
      return store
          .jdbi()
          .withHandle(
              h ->
                  one(
                      h,
                      "SELECT string_agg(nspname, ',') FROM pg_namespace WHERE nspname ~ 'toys'"));
    }

    private static String one(org.jdbi.v3.core.Handle handle, String query) {
      return handle.createQuery(query).mapTo(String.class).one();
    }
  }

  @Test
  void aStatementThatFailsTellsWhichItWasAndNoneOfItsValues(Servers servers) {
    Keeping user = new Keeping(ModuleName.USER);
    try (PetProcess process =
        PetProcess.of("test", List.of(user), "src/test/resources/process.yml")
            .on(servers, servers.newDatabase())
            .with("modules.user", "local")
            .with("modules.order", "off")
            .with("modules.builder", "off")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .start()) {
      assertThat(process.get("/ready").status()).isEqualTo(200);
      String secret = "ann@example.com";
      user.store.jdbi().useHandle(h -> h.execute("CREATE TABLE toy (name text CHECK (name = ''))"));
      assertThat(
              List.of(
                  failure(
                      user,
                      h ->
                          h.createUpdate(INSERT.formatted(":name")).bind("name", secret).execute()),
                  failure(user, h -> new PlainSql(h).update(INSERT.formatted("?"), secret))))
          .allSatisfy(
              told ->
                  assertThat(told)
                      .contains("toy_name_check", "INSERT INTO toy")
                      .doesNotContain(secret));
    }
  }

  /** All that a log would have of it. */
  private static String failure(Keeping module, HandleConsumer<RuntimeException> work) {
    StringWriter all = new StringWriter();
    assertThatThrownBy(() -> module.store.jdbi().useHandle(work))
        .satisfies(thrown -> thrown.printStackTrace(new PrintWriter(all)));
    return all.toString();
  }

  /** Of replicas that start together, each finds a new schema missing. */
  @Test
  void whileAnotherProcessChangesASchemaNobodyElseDoes(Servers servers) throws Exception {
    DatabaseSettings settings = servers.newDatabase();
    ModuleDatabase toys = new ModuleDatabase(settings, "toys", new MetricRegistry());
    ModuleDatabase other = new ModuleDatabase(settings, "other", new MetricRegistry());
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (Handle holding = other.jdbi(Json.strict()).open()) {
      holding.execute("SELECT pg_advisory_lock(727002, hashtext('toys'))");
      Callable<Integer> start =
          () -> {
            toys.migrate("pet/testing/toys.yaml");
            return 1;
          };
      Future<Integer> started = pool.submit(start);
      assertThatThrownBy(() -> started.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      holding.execute("SELECT pg_advisory_unlock(727002, hashtext('toys'))");
      assertThat(started.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoWasKilledWhileChangingASchemaHoldsUpNobody(Servers servers) throws Exception {
    ModuleDatabase toys = new ModuleDatabase(servers.newDatabase(), "toys", new MetricRegistry());
    toys.migrate("pet/testing/toys.yaml");
    toys.jdbi(Json.strict())
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE toys.databasechangeloglock"
                        + " SET locked = true, lockgranted = now(), lockedby = 'killed'"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> toys.migrate("pet/platform/idempotency.sql"));
  }

  @Test
  void aModuleUsesItsOwnWhereItHasOneAndTheCommonOneElse(Servers servers) {
    DatabaseSettings common = servers.newDatabase();
    DatabaseSettings own = servers.newDatabase();
    Keeping user = new Keeping(ModuleName.USER);
    Keeping order = new Keeping(ModuleName.ORDER);
    try (PetProcess process =
        PetProcess.of("test", List.of(user, order), "src/test/resources/process.yml")
            .on(servers, common)
            .with("modules.user", "local")
            .with("modules.order", "local")
            .with("modules.builder", "off")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .with("databases.order.url", own.url())
            .with("databases.order.poolSize", 3)
            .start()) {
      assertThat(common.url()).endsWith("/" + user.database());
      assertThat(own.url()).endsWith("/" + order.database());
      assertThat(user.schemas()).isEqualTo("toys_user");
      assertThat(order.schemas()).isEqualTo("toys_order");
      assertThat(process.get("/ready").status()).isEqualTo(200);
      String metrics = process.admin("/metrics").text();
      assertThat(metrics).contains("toys_user", "toys_order");
    }
  }
}
