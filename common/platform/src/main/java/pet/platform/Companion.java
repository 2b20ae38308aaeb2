package pet.platform;

/**
 * What a process brings along: the embedded servers of development. Started before anything else,
 * stopped after everything else, and also when the start fails.
 */
public interface Companion {

  /** Nothing. */
  Companion NONE =
      new Companion() {
        @Override
        public void start() {}

        @Override
        public void serving() {}

        @Override
        public void stop() {}
      };

  void start() throws Exception;

  /** The process now answers requests. */
  void serving();

  /** May be called twice. */
  void stop();

  /** The process could not start, and has said why: end it. */
  default void failed(Throwable thrown) {
    System.exit(1);
  }
}
