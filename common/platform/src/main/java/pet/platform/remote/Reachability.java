package pet.platform.remote;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process knows of the others: when each URL was last reached, when it last failed and
 * how. Forwarding and contract calls tell it, operators read it, and both skip for a short while
 * what cannot be reached.
 */
public final class Reachability {

  /** How long a URL that did not connect is tried last. */
  static final Duration SKIPPED = Duration.ofSeconds(2);

  /** How a URL failed. */
  public enum Failure {
    /** No connection: nothing of the request was sent. */
    CONNECT,
    /** Connected, but no answer in time. */
    TIMEOUT,
    /** The connection broke before the answer was whole. */
    BROKEN,
    /** An answer that is not one of ours, or not HTTP. */
    GARBAGE,
    /** No room: too many requests of ours wait for it already. */
    BUSY
  }

  /**
   * What is known of one URL.
   *
   * @param reached when it last answered, whatever the status; null if never
   * @param failed when it last did not; null if never
   * @param failure how it failed then
   * @param failing whether it failed since it was reached
   */
  public record Seen(Instant reached, Instant failed, Failure failure, boolean failing) {
    private static final Seen NOTHING = new Seen(null, null, null, false);
  }

  private final Map<URI, Seen> seen = new ConcurrentHashMap<>();
  private final Clock clock;

  public Reachability() {
    this(Clock.systemUTC());
  }

  Reachability(Clock clock) {
    this.clock = clock;
  }

  /** It answered. */
  public void reached(URI url) {
    Instant now = clock.instant();
    seen.compute(
        url,
        (u, was) ->
            was == null
                ? new Seen(now, null, null, false)
                : new Seen(now, was.failed, was.failure, false));
  }

  /** It did not. */
  public void failed(URI url, Failure failure) {
    Instant now = clock.instant();
    seen.compute(url, (u, was) -> new Seen(was == null ? null : was.reached, now, failure, true));
  }

  public Seen of(URI url) {
    return seen.getOrDefault(url, Seen.NOTHING);
  }

  /** Whether it did not connect a moment ago, so that another is better tried first. */
  public boolean isAway(URI url) {
    Seen last = of(url);
    return last.failing
        && last.failure == Failure.CONNECT
        && last.failed.plus(SKIPPED).isAfter(clock.instant());
  }
}
