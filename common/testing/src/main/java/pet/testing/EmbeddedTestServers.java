package pet.testing;

import java.net.URI;
import java.nio.file.Path;
import pet.embedded.EmbeddedServer;
import pet.embedded.EmbeddedServers;

/** The servers as child processes and, for Kafka, inside this JVM. */
final class EmbeddedTestServers extends Servers {

  private final EmbeddedServers servers =
      EmbeddedServers.throwaway(Path.of(System.getProperty("pet.home", ".pet")));

  EmbeddedTestServers() {
    servers.start();
  }

  @Override
  public Server postgres() {
    return server(servers.postgres());
  }

  @Override
  public Server redis() {
    return server(servers.redis());
  }

  @Override
  public Server kafka() {
    return server(servers.kafka());
  }

  private static Server server(EmbeddedServer embedded) {
    return new Server() {
      @Override
      public void stop() {
        embedded.stop();
      }

      @Override
      public void start() {
        embedded.start();
      }
    };
  }

  @Override
  protected String jdbcUrl() {
    return servers.postgres().jdbcUrl();
  }

  @Override
  public URI redisUri() {
    return URI.create("redis://127.0.0.1:" + servers.redis().port());
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + servers.kafka().port();
  }

  @Override
  public void close() {
    servers.close();
  }
}
