package pet.order;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.order.LookUps.Asked;
import pet.order.OrderService.Versioned;
import pet.platform.Coalescer;
import pet.platform.http.ClientAddress;
import pet.platform.limit.RateLimit;
import pet.platform.limit.RateLimit.WhenAway;
import pet.platform.limit.RateLimits;
import pet.platform.limit.RateLimits.Doing;

/**
 * Looks orders up by number and email, and limits how often a look-up may fail, so that nobody can
 * guess whose order a number is. Who knows number and email may look as often as they like. A
 * failure counts for the client and for the number, whether there is such an order or not, and
 * takes the same time in both cases.
 */
final class RateLimitedLookUps {

  // Longer than any of the look-ups that find nothing.
  private static final long MISS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]+");

  private static final int MOST_AT_ONCE = 100;

  private final OrderService orders;
  private final RateLimits limits;
  private final RateLimit clients;
  private final RateLimit numbers;
  private final Coalescer<Try, Answer> together = new Coalescer<>(this::ask, MOST_AT_ONCE);

  RateLimitedLookUps(OrderService orders, RateLimits limits, OrderSettings settings) {
    this.orders = orders;
    this.limits = limits;
    clients = limits.limit("orders.lookup.client", settings.missesPerClient(), WhenAway.COUNT_HERE);
    numbers = limits.limit("orders.lookup.order", settings.missesPerOrder(), WhenAway.COUNT_HERE);
  }

  private record Try(Doing byClient, Doing ofOrder, Asked asked) {}

  /**
   * The answer to one look-up of a group.
   *
   * @param allowed false if the limits have to be checked first: nothing was looked up then
   * @param found null if there is no such order
   */
  private record Answer(boolean allowed, Versioned found) {}

  /**
   * Looks an order up, by number and email. Look-ups that come at the same time share two
   * questions: who of their clients and numbers has failed before, and the orders of those who have
   * not. The others, and all while Redis is away, are checked against the limits one by one first.
   *
   * @param client as {@link ClientAddress} tells
   * @throws pet.platform.limit.TooManyRequests after too many failures
   */
  Versioned lookUp(String client, String number, String email) {
    String order = bare(number);
    Try mine =
        new Try(new Doing(clients, client), new Doing(numbers, order), orders.asked(number, email));
    long start = System.nanoTime();
    try {
      Answer answer = together.ask(mine);
      if (!answer.allowed()) {
        limits.check(mine.byClient(), mine.ofOrder());
        return orders.lookUp(number, email);
      }
      if (answer.found() == null) {
        throw DomainException.notFound("order");
      }
      return answer.found();
    } catch (DomainException e) {
      if (e.code() == ProblemCode.NOT_FOUND) {
        clients.count(client);
        numbers.count(order);
        waitUntil(start + MISS_NANOS);
      }
      throw e;
    }
  }

  private Map<Try, Answer> ask(Set<Try> all) {
    Set<Doing> suspects =
        limits.suspects(
            all.stream()
                .flatMap(one -> Stream.of(one.byClient(), one.ofOrder()))
                .collect(Collectors.toSet()));
    Set<Asked> allowed =
        all.stream()
            .filter(one -> isAllowed(one, suspects))
            .map(Try::asked)
            .collect(Collectors.toSet());
    Map<Asked, Versioned> found = allowed.isEmpty() ? Map.of() : orders.lookUp(allowed);
    Map<Try, Answer> answers = new HashMap<>();
    for (Try one : all) {
      boolean isAllowed = isAllowed(one, suspects);
      answers.put(one, new Answer(isAllowed, isAllowed ? found.get(one.asked()) : null));
    }
    return answers;
  }

  private static boolean isAllowed(Try one, Set<Doing> suspects) {
    return !suspects.contains(one.byClient()) && !suspects.contains(one.ofOrder());
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
