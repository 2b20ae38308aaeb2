package pet.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import pet.backend.BackendService;
import pet.dev.mode.InvalidModeException;
import pet.dev.mode.Mode;
import pet.dev.mode.Mode.Infrastructure;
import pet.dev.mode.ModeFile;
import pet.dev.mode.RunFolder;
import pet.embedded.EmbeddedServerException;
import pet.platform.Companion;
import pet.platform.PetApplication;

/** {@code make dev MODE=…}: the store on this machine, in one process or in several. */
public final class Dev {

  static final Path MODES = Path.of("compose", "modes");

  private Dev() {}

  /**
   * Runs until told to stop.
   *
   * @param args the mode's name, or its file where that is not with the others; {@code single}
   *     unless told
   */
  public static void main(String[] args) throws Exception {
    Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    try {
      Mode mode = moved(read(args.length == 0 ? "single" : args[0]));
      Home home = Home.fromEnvironment();
      DevServers servers = new DevServers(home, DevServers.Ports.fromEnvironment());
      RunFolder folder = RunningStore.claim(mode, home);
      if (mode.infrastructure() == Infrastructure.INSIDE) {
        inside(mode, servers, new Inside(mode, servers, folder, begin));
      } else {
        new Launcher(mode, servers, folder).run(begin);
      }
    } catch (InvalidModeException | CannotStartException | EmbeddedServerException e) {
      System.err.println("cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static Mode read(String mode) {
    return mode.endsWith(ModeFile.ENDING)
        ? ModeFile.read(Path.of(mode))
        : ModeFile.read(MODES, mode);
  }

  /**
   * {@code PET_PORT_OFFSET} moves all ports, {@code PET_PORT} and {@code PET_ADMIN_PORT} those of
   * the entrance.
   */
  private static Mode moved(Mode mode) {
    int offset = Variables.number("PET_PORT_OFFSET", 0);
    int port = mode.entrance().port();
    int admin = mode.entrance().admin();
    int toPort = Variables.number("PET_PORT", port + offset);
    int toAdmin = Variables.number("PET_ADMIN_PORT", admin + offset);
    IntUnaryOperator move = from -> from == port ? toPort : from == admin ? toAdmin : from + offset;
    return mode.moved(move);
  }

  /** The one process of a mode that brings its servers: this one. */
  static PetApplication inside(Mode mode, DevServers servers, Companion companion)
      throws Exception {
    new ProcessSettings(mode, servers).of(mode.entrance()).forEach(System::setProperty);
    PetApplication store = new PetApplication("dev", BackendService.modules(), companion);
    store.run("server", mode.entrance().program().yaml());
    return store;
  }

  /** What comes with it. */
  private record Inside(Mode mode, DevServers servers, RunFolder folder, Instant begin)
      implements Companion {

    @Override
    public void start() {
      servers.start();
    }

    @Override
    public void serving() {
      folder.write(RunningStore.inside(mode));
      System.out.print(Banner.store(mode, servers, Duration.between(begin, Instant.now())));
    }

    @Override
    public void stop() {
      servers.stop();
      folder.release();
    }
  }
}
