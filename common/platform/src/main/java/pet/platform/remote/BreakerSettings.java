package pet.platform.remote;

import io.dropwizard.util.Duration;
import java.util.Optional;

/**
 * When calls to a process that fails are not even tried, and when they are tried again.
 *
 * @param window how many of the latest attempts are looked at; 20 unless told
 * @param minimum how many there must have been to judge; 5 unless told
 * @param failures the percentage of failed ones that opens the breaker; 50 unless told
 * @param pause how long it stays open before calls are tried again; 2 s unless told
 * @param trials how many calls are tried then; 2 unless told
 */
public record BreakerSettings(
    Integer window, Integer minimum, Integer failures, Duration pause, Integer trials) {

  public static final BreakerSettings DEFAULT = new BreakerSettings(null, null, null, null, null);

  public BreakerSettings {
    window = Optional.ofNullable(window).orElse(20);
    minimum = Optional.ofNullable(minimum).orElse(5);
    failures = Optional.ofNullable(failures).orElse(50);
    pause = Optional.ofNullable(pause).orElse(Duration.seconds(2));
    trials = Optional.ofNullable(trials).orElse(2);
    within("window", window, 1, 10_000);
    within("minimum", minimum, 1, window);
    within("failures", failures, 1, 100);
    within("pause", pause.toMilliseconds(), 1, Integer.MAX_VALUE);
    within("trials", trials, 1, 100);
  }

  private static void within(String name, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "setting remote.breaker." + name + " must be between " + from + " and " + to);
    }
  }
}
