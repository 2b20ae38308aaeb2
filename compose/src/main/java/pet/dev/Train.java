package pet.dev;

import java.nio.file.Path;
import pet.dev.DevServers.Ports;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeFile;
import pet.dev.mode.ModeProcess;
import pet.platform.Companion;
import pet.platform.PetApplication;
import pet.platform.login.DevelopmentTokens;
import pet.testing.FreePorts;

/**
 * A short run of the whole store that the build makes, so that the JVM can archive the classes it
 * loads: processes of the store then start from the archive. On free ports and a folder of its own.
 */
public final class Train {

  private Train() {}

  /**
   * Boots the store, visits it, and ends.
   *
   * @param args the folder for the run's data, the folder of the binaries
   */
  public static void main(String[] args) {
    int status = 0;
    try {
      train(new Home(Path.of(args[0]), Path.of(args[1])));
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    // Whatever became of it: the server's threads would keep the build waiting for ever.
    System.exit(status);
  }

  private static void train(Home home) throws Exception {
    Mode mode = ModeFile.read(Dev.MODES, "single").moved(port -> FreePorts.next());
    DevServers servers =
        new DevServers(home, new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next()));
    PetApplication store = Dev.inside(mode, servers, new Trained(servers));
    ModeProcess process = mode.entrance();
    try {
      new Visit(process.url(), process.adminUrl(), DevelopmentTokens.at(home.developmentKey()))
          .everything();
    } finally {
      store.stop();
    }
  }

  private record Trained(DevServers servers) implements Companion {
    @Override
    public void start() {
      servers.start();
    }

    @Override
    public void serving() {}

    @Override
    public void stop() {
      servers.stop();
    }
  }
}
