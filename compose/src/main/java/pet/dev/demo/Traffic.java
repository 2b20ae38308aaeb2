package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import pet.dev.demo.Shop.Planned;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.demo.StoreHttp.Reply;
import pet.domain.Money;

/**
 * Customers and shop at work. The schedule is open: an action is due when it is due, whether the
 * store has answered the one before or not, so that a slow store shows as lateness and not as a
 * lower rate. What is under way at once is bounded.
 */
final class Traffic implements AutoCloseable {

  private static final int AT_ONCE = 32;
  private static final double DESIGN_SHARE = 0.6;
  private static final double SHARE_SHARE = 0.12;
  private static final Duration NO_ANSWER_PAUSE = Duration.ofMillis(500);

  private final StoreHttp store;
  private final List<Customer> customers;
  private final Ledger ledger;
  private final Shop shop;
  private final Random random;
  private final ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(AT_ONCE);
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  Traffic(StoreHttp store, List<Customer> customers, Ledger ledger, Shop shop, long seed) {
    this.store = store;
    this.customers = customers;
    this.ledger = ledger;
    this.shop = shop;
    this.random = new Random(seed);
  }

  private record Due(Planned planned, long atNanos) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Long.compare(atNanos - other.atNanos, 0);
    }
  }

  /** Acts at a rate for as long as it is told to. */
  void run(int rate, BooleanSupplier goOn) {
    long begin = System.nanoTime();
    for (long i = 0; goOn.getAsBoolean(); i++) {
      long dueNanos = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < dueNanos) {
        LockSupport.parkNanos(Math.max(1, dueNanos - System.nanoTime()));
      }
      submit(() -> act(dueNanos));
    }
  }

  /** Makes the deliveries that are still planned, now, and waits for all that is under way. */
  boolean finish(Duration atMost) throws InterruptedException {
    List<Due> rest;
    synchronized (due) {
      rest = List.copyOf(due);
      due.clear();
    }
    rest.stream().sorted().forEach(d -> submit(() -> deliver(d.planned, System.nanoTime(), 1)));
    long deadline = System.nanoTime() + atMost.toNanos();
    while (open.get() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return open.get() == 0;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private void submit(Runnable action) {
    later(action, Duration.ZERO);
  }

  private void later(Runnable action, Duration in) {
    open.incrementAndGet();
    try {
      ScheduledFuture<?> unused =
          workers.schedule(
              () -> {
                try {
                  action.run();
                } catch (RuntimeException e) {
                  ledger.error(e.toString());
                } finally {
                  open.decrementAndGet();
                }
              },
              in.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      open.decrementAndGet();
    }
  }

  private void act(long dueNanos) {
    ledger.lateness.record(System.nanoTime() - dueNanos);
    ledger.acted();
    Planned planned = nextDue();
    if (planned != null) {
      deliver(planned, dueNanos, 1);
      return;
    }
    double choice = random.nextDouble();
    SentDesign design = choice < DESIGN_SHARE ? null : ledger.anyDesign(random);
    if (design == null) {
      create(RealisticDesigns.oneOf(customers, random), dueNanos);
    } else if (choice >= DESIGN_SHARE + SHARE_SHARE) {
      order(design, dueNanos);
    } else if (design.claimShare()) {
      share(design, 1);
    } else {
      create(design.owner(), dueNanos);
    }
  }

  private Planned nextDue() {
    synchronized (due) {
      Due first = due.peek();
      if (first == null || first.atNanos > System.nanoTime()) {
        return null;
      }
      due.poll();
      return first.planned;
    }
  }

  private void create(Customer customer, long dueNanos) {
    RealisticDesigns.NewDesign wanted = RealisticDesigns.design(random);
    try {
      Reply reply = store.post("/api/designs", customer.token(), wanted);
      long now = System.nanoTime();
      if (reply.status() == 201) {
        ledger.designLatency.record(now - dueNanos);
        JsonNode design = reply.json();
        ledger.created(
            new SentDesign(
                customer,
                design.get("id").textValue(),
                design.get("revision").intValue(),
                money(design.at("/price/subtotal")),
                money(design.at("/price/tax"))),
            now);
      } else if (reply.status() >= 500) {
        // The connection to the database may have been lost while it committed.
        ledger.unknownDesign();
        ledger.error("POST /api/designs: " + reply.status());
      } else {
        ledger.error("POST /api/designs: " + reply.status() + " " + reply.body());
      }
    } catch (NoAnswer e) {
      if (e.mayHaveArrived()) {
        ledger.unknownDesign();
      }
      ledger.error("POST /api/designs: no answer");
    }
  }

  private void share(SentDesign design, int attempt) {
    Duration pause = NO_ANSWER_PAUSE;
    try {
      Reply reply = store.post("/api/designs/" + design.id() + "/share", design.owner().token());
      if (reply.status() == 201 || reply.status() == 200) {
        ledger.shared(reply.json().get("token").asText());
        return;
      }
      if (reply.status() < 500) {
        ledger.error("POST share: " + reply.status() + " " + reply.body());
        return;
      }
      pause = reply.pause();
    } catch (NoAnswer e) {
      // Sharing twice is sharing once, so it may be repeated whatever came of it.
      ledger.retried();
    }
    later(() -> share(design, attempt + 1), pause);
  }

  private void order(SentDesign design, long dueNanos) {
    for (Planned planned : shop.order(design, random)) {
      if (planned.in().isZero()) {
        deliver(planned, dueNanos, 1);
      } else {
        synchronized (due) {
          due.add(new Due(planned, System.nanoTime() + planned.in().toNanos()));
        }
      }
    }
  }

  private void deliver(Planned planned, long dueNanos, int attempt) {
    Duration pause = NO_ANSWER_PAUSE.multipliedBy(Math.min(attempt, 4));
    try {
      Reply reply = store.deliver(planned.webhook());
      if (reply.status() == 200) {
        if (attempt == 1) {
          ledger.webhookLatency.record(System.nanoTime() - dueNanos);
        }
        planned.order().confirm(planned.webhook().topic());
        return;
      }
      if (reply.status() < 500) {
        ledger.error(planned.webhook().topic() + ": " + reply.status() + " " + reply.body());
        return;
      }
      pause = reply.pause();
      ledger.error(planned.webhook().topic() + ": " + reply.status());
    } catch (NoAnswer e) {
      ledger.error(planned.webhook().topic() + ": no answer");
    }
    // As Shopify does: the same delivery with the same ids, later.
    ledger.retried();
    later(() -> deliver(planned, System.nanoTime(), attempt + 1), pause);
  }

  private static Money money(JsonNode node) {
    return Money.of(node.get("amount").textValue(), node.get("currencyCode").textValue());
  }
}
