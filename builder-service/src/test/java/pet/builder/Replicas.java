package pet.builder;

import java.util.List;
import pet.domain.user.Privacy;
import pet.platform.database.DatabaseSettings;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** Two builder services on one database, started once and stopped with the JVM. */
public record Replicas(PetProcess one, PetProcess two, DatabaseSettings database) {

  private static Replicas shared;

  /** The JVM's replicas, on its servers. */
  public static synchronized Replicas shared(Servers servers) {
    if (shared == null) {
      Replicas replicas = on(servers);
      Runtime.getRuntime().addShutdownHook(new Thread(replicas::stop, "stop-replicas"));
      shared = replicas;
    }
    return shared;
  }

  /** Replicas of the caller's own, for tests that take something away. */
  public static Replicas on(Servers servers) {
    DatabaseSettings database = servers.newDatabase();
    return new Replicas(start(servers, database), start(servers, database), database);
  }

  private static PetProcess start(Servers servers, DatabaseSettings database) {
    return PetProcess.of(
            "builder-service",
            List.of(
                new UserModuleDouble(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
                new BuilderModule()),
            "builder.yml")
        .on(servers, database)
        .with("modules.user", "local")
        .with("builder.shop.domain", "tour.myshopify.com")
        .start();
  }

  public void stop() {
    one.close();
    two.close();
  }
}
