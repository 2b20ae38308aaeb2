package pet.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: each time two and a half times later, and up to a quarter sooner, so that what
 * failed together does not come back together. With a first delay of 1 s, the 12th attempt is made
 * about 4 hours after the first, which is as long as Shopify itself would have tried.
 */
record Backoff(Duration first, int maxAttempts) {

  private static final double FACTOR = 2.5;
  private static final double JITTER = 0.25;

  /**
   * @param failures how many attempts have failed, 1 or more
   */
  Duration delay(int failures, RandomGenerator random) {
    double millis = first.toMillis() * Math.pow(FACTOR, failures - 1.0);
    return Duration.ofMillis((long) (millis * (1 - JITTER * random.nextDouble())));
  }

  boolean isLast(int failures) {
    return failures >= maxAttempts;
  }
}
