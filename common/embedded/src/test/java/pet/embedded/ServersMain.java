package pet.embedded;

import java.nio.file.Path;

/** Holds the servers in a JVM of its own, until its input ends or it is killed. */
final class ServersMain {
  private ServersMain() {}

  /** Arguments: data, binaries, and the ports of PostgreSQL, Redis and Kafka. */
  public static void main(String[] args) throws Exception {
    try (EmbeddedServers servers =
        EmbeddedServers.durable(
            Path.of(args[0]),
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]))) {
      servers.start();
      System.out.println("ready " + servers.postgres().pid() + " " + servers.redis().pid());
      int end = System.in.read();
      System.out.println("stopping " + end);
    }
    System.out.println("stopped");
  }
}
