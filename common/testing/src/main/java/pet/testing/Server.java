package pet.testing;

/** One real server of the tests, that can be taken away and brought back on the same port. */
public interface Server {

  /** Takes it away: connections are refused from now on. */
  void stop();

  /** Brings it back, with its data; does nothing if it runs. */
  void start();
}
