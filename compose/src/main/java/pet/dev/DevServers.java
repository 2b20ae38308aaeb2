package pet.dev;

import pet.embedded.EmbeddedServers;

/** The embedded servers, with data that stays in the store's folder. */
public final class DevServers {

  private final Home home;
  private final Ports ports;
  private final EmbeddedServers servers;

  /**
   * Where they listen, on 127.0.0.1; environment variables move them.
   *
   * @param postgres {@code PET_POSTGRES_PORT}, 5432
   * @param redis {@code PET_REDIS_PORT}, 6379
   * @param kafka {@code PET_KAFKA_PORT}, 9092
   */
  public record Ports(int postgres, int redis, int kafka) {

    /** {@code PET_PORT_OFFSET} moves those that are not set. */
    public static Ports fromEnvironment() {
      int offset = Variables.number("PET_PORT_OFFSET", 0);
      return new Ports(
          Variables.number("PET_POSTGRES_PORT", 5432 + offset),
          Variables.number("PET_REDIS_PORT", 6379 + offset),
          Variables.number("PET_KAFKA_PORT", 9092 + offset));
    }
  }

  /** Kafka's address: {@code PET_KAFKA}, or where {@code make dev} has it. */
  public static String kafkaFromEnvironment() {
    return Variables.text("PET_KAFKA", "localhost:" + Ports.fromEnvironment().kafka());
  }

  DevServers(Home home, Ports ports) {
    this.home = home;
    this.ports = ports;
    servers =
        EmbeddedServers.durable(
            home.data(), home.binaries(), ports.postgres, ports.redis, ports.kafka);
  }

  void start() {
    servers.start();
  }

  /** May be called twice. */
  void stop() {
    servers.close();
  }

  Home home() {
    return home;
  }

  Ports ports() {
    return ports;
  }
}
