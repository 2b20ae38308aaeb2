package pet.platform.limit;

import java.time.Duration;
import java.util.List;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/** Somebody did something too often: 429, and when they may try again. */
public final class TooManyRequests extends DomainException {

  private final long seconds;

  TooManyRequests(Duration wait) {
    super(ProblemCode.TOO_MANY_REQUESTS, "Too many tries. Wait a little.", List.of(), null);
    seconds = Math.max(1, wait.plusMillis(999).toSeconds());
  }

  /** For {@code Retry-After}. */
  public long seconds() {
    return seconds;
  }
}
