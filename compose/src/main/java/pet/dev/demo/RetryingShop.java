package pet.dev.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * A shop that behaves as Shopify does, in haste: it gives up waiting after 5 s and comes again,
 * eight times; delivers out of order, and some things twice. Some deliveries it loses on purpose,
 * as if all eight had failed: what is known of them then, its Admin API alone tells.
 */
final class RetryingShop {

  private static final int ORDERS_A_SECOND = 15;
  private static final double DUPLICATES = 0.2;
  private static final double LOST = 0.05;
  private static final double ALL_LOST = 0.03;
  private static final int RETRIES = 8;
  private static final Duration FINISH = Duration.ofMinutes(2);

  private final StoreHttp ingest;
  private final AdminShop admin;
  private final Random random;
  private final long first;
  private final ShopifyWebhooks webhooks = new ShopifyWebhooks();
  private final ExecutorService senders = Executors.newFixedThreadPool(32);
  private final Map<Long, SoldOrder.Expected> orders = new LinkedHashMap<>();
  private final Set<SignedWebhook> sent = ConcurrentHashMap.newKeySet();
  private final Set<SignedWebhook> givenUp = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();

  /**
   * @param admin is told of every order, as it is in the end
   * @param start of the run: ids and numbers follow from it, so that two runs never share one
   */
  RetryingShop(StoreHttp ingest, AdminShop admin, Random random, Instant start) {
    this.ingest = ingest;
    this.admin = admin;
    this.random = random;
    this.first = start.getEpochSecond() * 10_000_000;
  }

  /** Sells for so long. */
  void send(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      order();
      TimeUnit.MICROSECONDS.sleep(1_000_000 / ORDERS_A_SECOND);
    }
  }

  /** An order, paid, and what became of it: told in any order. */
  private void order() {
    long number = first + orders.size();
    // So old that all of it lies in the past, each with a time of its own.
    Instant placed = Instant.now().minusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    SoldOrder order = new SoldOrder(webhooks, number, placed);
    switch (random.nextInt(4)) {
      case 0 -> order.cancelled();
      case 1 -> order.shipped();
      case 2 -> {
        order.shipped();
        order.refunded();
      }
      default -> {
        order.edited();
        order.shipped();
      }
    }
    orders.put(number, order.expected());
    admin.sold(order.json());
    boolean allLost = random.nextDouble() < ALL_LOST;
    for (SignedWebhook delivery : order.deliveries()) {
      if (allLost || random.nextDouble() < LOST) {
        givenUp.add(delivery);
        continue;
      }
      plan(delivery, random.nextInt(2500));
      if (random.nextDouble() < DUPLICATES) {
        duplicates.incrementAndGet();
        plan(delivery, random.nextInt(6000));
      }
    }
  }

  private void plan(SignedWebhook delivery, long inMillis) {
    open.incrementAndGet();
    later(inMillis, () -> deliver(delivery, 1));
  }

  private void later(long millis, Runnable what) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, senders).execute(what);
  }

  private void deliver(SignedWebhook delivery, int attempt) {
    requests.incrementAndGet();
    long pauseMillis = Math.min(5000, 250L << Math.min(attempt, 10));
    try {
      if (ingest.deliver(delivery).status() == 200) {
        sent.add(delivery);
        open.decrementAndGet();
        return;
      }
    } catch (NoAnswer e) {
      // As good as a refusal: it comes again.
    }
    failures.incrementAndGet();
    if (attempt > RETRIES) {
      givenUp.add(delivery);
      open.decrementAndGet();
      return;
    }
    later(pauseMillis, () -> deliver(delivery, attempt + 1));
  }

  /** Waits until everything has its 200, or was given up. */
  void finish() throws InterruptedException {
    long deadline = System.nanoTime() + FINISH.toNanos();
    while (open.get() > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(open.get() + " deliveries have no answer yet");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    senders.shutdown();
  }

  /** What was answered with a 200. */
  Set<SignedWebhook> sent() {
    return Set.copyOf(sent);
  }

  /** What was given up and never taken: Shopify would not come with it again. */
  Set<SignedWebhook> givenUp() {
    Set<SignedWebhook> never = new HashSet<>(givenUp);
    never.removeAll(sent);
    return never;
  }

  /** What each order, by its number, has to come to. */
  Map<Long, SoldOrder.Expected> orders() {
    return orders;
  }

  int requests() {
    return requests.get();
  }

  int failures() {
    return failures.get();
  }

  int duplicates() {
    return duplicates.get();
  }
}
