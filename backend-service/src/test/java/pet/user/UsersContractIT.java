package pet.user;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.platform.database.DatabaseSettings;
import pet.platform.http.IfMatch;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.contract.Places;
import pet.testing.contract.UsersContract;

/** The module keeps its promises wherever it runs. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class UsersContractIT {

  private static UserStore store;
  private static PetProcess process;
  private static Places<Users> places;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings database = servers.newDatabase();
    store = UserStore.on(database);
    String nobody = "http://localhost:" + FreePorts.next();
    process =
        PetProcess.of("user", List.of(new UserModule()), "backend.yml")
            .on(servers, database)
            .with("modules.user", "local")
            .with("modules.order", nobody)
            .with("modules.builder", nobody)
            .with("modules.webhook", nobody)
            .with("modules.analytics", nobody)
            .start();
    Users local =
        new UsersForNeighbours(
            store.preferences(Clock.systemUTC()),
            store.users(Clock.systemUTC()),
            store.erasures(Clock.systemUTC()));
    places = new Places<>(ModuleName.USER, Users.class, local, process.url());
  }

  @AfterAll
  static void stop() {
    places.close();
    process.close();
  }

  abstract static class InThisRoom extends UsersContract {
    @Override
    protected void choose(String userId, Privacy privacy) {
      Preferences usual = Preferences.DEFAULT;
      store
          .preferences(Clock.systemUTC())
          .put(
              new Caller(userId, Set.of(), null),
              new Preferences(usual.theme(), usual.notifications(), usual.marketing(), privacy),
              IfMatch.needed("*"));
    }

    @Override
    protected String email(String userId) {
      return store.users(Clock.systemUTC()).find(userId).orElseThrow().email();
    }

    @Override
    protected void erase(String userId) {
      store.erase(userId);
    }
  }

  @Nested
  class Here extends InThisRoom {
    @Override
    protected Users users() {
      return places.here();
    }
  }

  @Nested
  class Elsewhere extends InThisRoom {
    @Override
    protected Users users() {
      return places.elsewhere();
    }
  }

  @Nested
  class OnABadDay extends InThisRoom {
    @Override
    protected Users users() {
      return places.onABadDay();
    }
  }
}
