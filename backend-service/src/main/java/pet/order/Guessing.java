package pet.order;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.http.ClientAddress;
import pet.platform.limit.RateLimit;
import pet.platform.limit.RateLimit.WhenAway;
import pet.platform.limit.RateLimits;
import pet.platform.limit.RateLimits.Doing;

/**
 * Keeps people from guessing whose order a number is. Only what is not found counts, so whoever
 * knows number and email may look as often as they like. It counts for the client, and for the
 * number whether there is such an order or not; and it takes the same time.
 */
final class Guessing {

  // Longer than any of the look-ups that find nothing.
  private static final long MISS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]+");

  private final RateLimits limits;
  private final RateLimit clients;
  private final RateLimit numbers;

  Guessing(RateLimits limits, OrderSettings settings) {
    this.limits = limits;
    clients = limits.limit("orders.lookup.client", settings.missesPerClient(), WhenAway.COUNT_HERE);
    numbers = limits.limit("orders.lookup.order", settings.missesPerOrder(), WhenAway.COUNT_HERE);
  }

  /**
   * Looks something up.
   *
   * @param client as {@link ClientAddress} tells
   * @throws pet.platform.limit.TooManyRequests who guesses
   */
  <T> T guarded(String client, String number, Supplier<T> lookup) {
    String order = bare(number);
    limits.check(new Doing(clients, client), new Doing(numbers, order));
    long start = System.nanoTime();
    try {
      return lookup.get();
    } catch (DomainException e) {
      if (e.code() == ProblemCode.NOT_FOUND) {
        clients.count(client);
        numbers.count(order);
        waitUntil(start + MISS_NANOS);
      }
      throw e;
    }
  }

  /**
   * An order's digits, however it is written: {@code #1001} and {@code PAWS-1001} are no guesses of
   * their own.
   */
  private static String bare(String number) {
    String digits = NOT_DIGITS.matcher(number).replaceAll("");
    return digits.isEmpty() ? number.strip().toLowerCase(Locale.ROOT) : digits;
  }

  private static void waitUntil(long time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
