package pet.analytics;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupTopology;
import pet.analytics.rollup.WindowKey;
import pet.domain.InvalidInput;
import pet.domain.Parameters;

/** Which windows are asked for: those that lie in or reach into {@code from} to {@code to}. */
record RollupQuery(Grain grain, Instant from, Instant to) {

  private static final long MOST_WINDOWS = 10_000;

  /** Of rollups that have several values in a window. */
  private static final long MOST_OF_SEVERAL = 2_000;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * Reads the parameters of a request; each may be null.
   *
   * @param grain hours, or days where there are none, unless told
   * @param from 2 hours before {@code to} for minutes, a day for hours, 30 days for days unless
   *     told
   * @param to now unless told
   * @throws InvalidInput naming every parameter that is wrong
   */
  static RollupQuery of(
      RollupTopology<?> rollup, String grain, String from, String to, Instant now) {
    Set<Grain> grains = rollup.grains();
    Grain usual = grains.contains(Grain.HOUR) ? Grain.HOUR : Grain.DAY;
    Parameters parameters = new Parameters();
    Grain chosen = parameters.read(() -> grain == null ? usual : grain(grain, grains));
    Instant since = parameters.read(() -> from == null ? null : instant("from", from));
    Instant end = parameters.read(() -> to == null ? now : instant("to", to));
    parameters.check();
    Instant begin = since == null ? earlier(end, usual(chosen)) : since;
    long most = rollup.hasDimension() ? MOST_OF_SEVERAL : MOST_WINDOWS;
    if (!begin.isBefore(end)) {
      throw new InvalidInput("from", "must be before to");
    }
    if (Duration.between(begin, end).compareTo(chosen.length().multipliedBy(most)) > 0) {
      throw new InvalidInput("from", "must be at most " + most + " windows before to");
    }
    return new RollupQuery(chosen, begin, end);
  }

  private static Grain grain(String grain, Set<Grain> grains) {
    return Grain.ofKey(grain)
        .filter(grains::contains)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "grain",
                    "must be one of "
                        + grains.stream().map(Grain::key).collect(Collectors.joining(", "))));
  }

  /** The first window that reaches into the range. */
  WindowKey first() {
    return grain.windowOf(from.toEpochMilli());
  }

  /** The first window behind the range. */
  WindowKey past() {
    return grain.windowOf(to.plusNanos(999_999).toEpochMilli() - 1).next();
  }

  private static Instant earlier(Instant end, Duration by) {
    return end.isBefore(EARLIEST.plus(by)) ? EARLIEST : end.minus(by);
  }

  private static Duration usual(Grain grain) {
    return switch (grain) {
      case MINUTE -> Duration.ofHours(2);
      case HOUR -> Duration.ofDays(1);
      case DAY -> Duration.ofDays(30);
    };
  }

  private static Instant instant(String name, String text) {
    Instant instant;
    try {
      instant = Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInput(name, "must be an instant in ISO 8601, such as 2026-11-22T19:05:00Z");
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new InvalidInput(name, "must be between " + EARLIEST + " and " + LATEST);
    }
    return instant;
  }
}
