package pet.platform;

import io.dropwizard.lifecycle.Managed;

/** Background work as Dropwizard starts and stops it. */
public final class Background implements Managed {

  /** A step that may fail. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  private final Step start;
  private final Step stop;

  private Background(Step start, Step stop) {
    this.start = start;
    this.stop = stop;
  }

  public static Background of(Step start, Step stop) {
    return new Background(start, stop);
  }

  /** For what is already running and only needs to be closed. */
  public static Background closing(AutoCloseable closeable) {
    return new Background(() -> {}, closeable::close);
  }

  @Override
  public void start() throws Exception {
    start.run();
  }

  @Override
  public void stop() throws Exception {
    stop.run();
  }
}
