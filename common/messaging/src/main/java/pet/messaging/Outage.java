package pet.messaging;

import org.slf4j.Logger;

/**
 * An outage of a server. Its beginning and its end are logged once each; attempts in between are
 * 200 ms to 2 s apart. Written by one thread, read by any.
 */
final class Outage {

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Logger log;
  private final String what;
  private final String consequence;
  private volatile String error;
  private long pause = FIRST_PAUSE_MILLIS;

  /**
   * @param what who is away, such as {@code Kafka}
   * @param consequence what that means meanwhile
   */
  Outage(Logger log, String what, String consequence) {
    this.log = log;
    this.what = what;
    this.consequence = consequence;
  }

  /** Records a failure; returns how many milliseconds to wait before the next attempt. */
  long failed(Throwable cause) {
    String said = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    if (error == null) {
      log.warn("{} is away, {} ({})", what, consequence, said);
      pause = FIRST_PAUSE_MILLIS;
    }
    error = said;
    long wait = pause;
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    return wait;
  }

  void over() {
    if (error != null) {
      error = null;
      log.info("{} is back", what);
    }
  }

  boolean ongoing() {
    return error != null;
  }

  /** What went wrong, or null when nothing does. */
  String error() {
    return error;
  }
}
