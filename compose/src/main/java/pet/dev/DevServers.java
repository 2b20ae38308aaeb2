package pet.dev;

import java.nio.file.Path;
import pet.embedded.EmbeddedServers;
import pet.platform.Companion;

/**
 * The embedded servers, with data that stays in a git-ignored folder. They belong to one process:
 * its settings of PostgreSQL, Redis and Kafka are set to these.
 */
final class DevServers implements Companion {

  private final Path home;
  private final Ports ports;
  private final EmbeddedServers servers;

  /**
   * Where things listen; environment variables move them.
   *
   * @param store the process with all modules: {@code PET_PORT}, 4000
   * @param admin its admin port: {@code PET_ADMIN_PORT}, 4100
   * @param postgres {@code PET_POSTGRES_PORT}, 5432
   * @param redis {@code PET_REDIS_PORT}, 6379
   * @param kafka {@code PET_KAFKA_PORT}, 9092
   */
  record Ports(int store, int admin, int postgres, int redis, int kafka) {

    static Ports fromEnvironment() {
      return new Ports(
          port("PET_PORT", 4000),
          port("PET_ADMIN_PORT", 4100),
          port("PET_POSTGRES_PORT", 5432),
          port("PET_REDIS_PORT", 6379),
          port("PET_KAFKA_PORT", 9092));
    }

    private static int port(String variable, int usual) {
      String text = setting(variable, Integer.toString(usual));
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(variable + " must be a port, not '" + text + "'", e);
      }
    }
  }

  /** As the environment says; {@code PET_HOME} is the folder, {@code .pet} unless told. */
  static DevServers fromEnvironment() {
    return new DevServers(Path.of(setting("PET_HOME", ".pet")), Ports.fromEnvironment());
  }

  DevServers(Path home, Ports ports) {
    this(home, home.resolve("bin"), ports);
  }

  /**
   * @param binaries where PostgreSQL and Redis are unpacked
   */
  DevServers(Path home, Path binaries, Ports ports) {
    this.home = home;
    this.ports = ports;
    servers = EmbeddedServers.durable(data(), binaries, ports.postgres, ports.redis, ports.kafka);
    override("database.url", "jdbc:postgresql://127.0.0.1:" + ports.postgres + "/pet");
    override("redis.uri", "redis://127.0.0.1:" + ports.redis);
    override("kafka.bootstrapServers", "127.0.0.1:" + ports.kafka);
    override("analytics.stateDirectory", data().resolve("streams").toString());
    override("server.applicationConnectors[0].port", Integer.toString(ports.store));
    override("server.adminConnectors[0].port", Integer.toString(ports.admin));
    override("login.developmentKey", home.resolve("keys").resolve("development.jwk").toString());
  }

  /** As Dropwizard takes a setting from the command line: {@code -Ddw.name=value}. */
  private static void override(String name, String value) {
    System.setProperty("dw." + name, value);
  }

  private static String setting(String variable, String usual) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? usual : value;
  }

  @Override
  public void start() {
    servers.start();
  }

  @Override
  public void serving() {
    System.out.print(Banner.store(ports, data()));
  }

  @Override
  public void stop() {
    servers.close();
  }

  Ports ports() {
    return ports;
  }

  /** What has to survive a restart. */
  Path data() {
    return home.resolve("data");
  }
}
