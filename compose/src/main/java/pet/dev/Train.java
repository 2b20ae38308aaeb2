package pet.dev;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pet.backend.BackendService;
import pet.dev.DevServers.Ports;
import pet.platform.PetApplication;
import pet.platform.login.DevelopmentTokens;

/**
 * A short run of the whole store that the build makes, so that the JVM can archive the classes it
 * loads: processes of the store then start from the archive. On free ports and a folder of its own.
 */
public final class Train {

  private Train() {}

  /**
   * Boots the store, visits it, and ends.
   *
   * @param args the folder for the run's data, the folder of the binaries, the YAML
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Ports ports = freePorts();
    DevServers servers = new DevServers(home, Path.of(args[1]), ports);
    PetApplication store = new PetApplication("dev", BackendService.modules(), servers);
    store.run("server", args[2]);
    new Visit(
            URI.create("http://localhost:" + ports.store()),
            URI.create("http://localhost:" + ports.admin()),
            DevelopmentTokens.at(home.resolve("keys").resolve("development.jwk")))
        .everything();
    store.stop();
    System.exit(0);
  }

  static Ports freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new ServerSocket(0));
      }
      return new Ports(
          sockets.get(0).getLocalPort(),
          sockets.get(1).getLocalPort(),
          sockets.get(2).getLocalPort(),
          sockets.get(3).getLocalPort(),
          sockets.get(4).getLocalPort());
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
