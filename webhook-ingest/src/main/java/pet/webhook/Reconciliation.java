package pet.webhook;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.ShopOrders;
import pet.webhook.ReconciliationDao.Run;
import pet.webhook.admin.AdminException;
import pet.webhook.admin.AdminOrder;
import pet.webhook.admin.AdminOrders;
import pet.webhook.admin.AdminOrders.Changed;
import pet.webhook.admin.UnreadableOrderException;

/**
 * Compares the shop's orders with ours, and stores deliveries for those that are missing or old, as
 * if webhooks had come. One replica runs at a time; a run that breaks off is repeated without harm.
 */
final class Reconciliation implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
  private final Jdbi jdbi;
  private final AdminOrders shop;
  private final Orders orders;
  private final ReconciledOrders found;
  private final ReconciliationSettings settings;
  private final WebhookMetrics metrics;
  private final Duration lease;
  private final UUID me = UUID.randomUUID();

  /** One thread runs, and waits for Shopify; the other renews the lease meanwhile. */
  private final ScheduledExecutorService schedule =
      Executors.newScheduledThreadPool(2, work -> new Thread(work, "webhook-reconciliation"));

  private ScheduledFuture<?> turns;

  Reconciliation(
      Jdbi jdbi,
      AdminOrders shop,
      Orders orders,
      ReconciledOrders found,
      ReconciliationSettings settings,
      WebhookMetrics metrics) {
    this.jdbi = jdbi;
    this.shop = shop;
    this.orders = orders;
    this.found = found;
    this.settings = settings;
    this.metrics = metrics;
    this.lease = settings.lease().toJavaDuration();
  }

  /** The database decides which replica runs. */
  @Override
  public void start() {
    know();
    long look = Math.max(100, Math.min(30_000, settings.interval().toMilliseconds() / 4));
    turns = schedule.scheduleWithFixedDelay(this::turn, look, look, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws InterruptedException {
    turns.cancel(true);
    schedule.shutdownNow();
    if (!schedule.awaitTermination(10, TimeUnit.SECONDS)) {
      LOG.warn("reconciliation does not stop in time");
    }
  }

  void know() {
    jdbi.useExtension(ReconciliationDao.class, dao -> dao.know(settings.shop()));
  }

  private void turn() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("reconciliation could not begin: {}", e.getClass().getSimpleName());
    }
  }

  /** Runs if a run is due and no other replica runs; returns whether it did. */
  boolean run() throws InterruptedException {
    Optional<Run> due =
        jdbi.withExtension(
            ReconciliationDao.class,
            dao -> dao.begin(settings.shop(), me, lease, settings.interval().toJavaDuration()));
    if (due.isEmpty()) {
      return false;
    }
    long pause = Math.max(1, lease.toMillis() / 4);
    ScheduledFuture<?> renewal =
        schedule.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    boolean done = false;
    try {
      done = compare(due.get());
    } catch (AdminException | DomainException e) {
      LOG.warn("reconciliation failed: {}", e.getMessage());
    } catch (RuntimeException e) {
      // Its message may quote an order.
      LOG.error("reconciliation failed with {}", e.getClass().getName());
    } finally {
      renewal.cancel(false);
      if (!done) {
        metrics.reconciliation("errors", 1);
        jdbi.useExtension(ReconciliationDao.class, dao -> dao.failed(settings.shop(), me));
      }
    }
    return true;
  }

  /** False if something was left out. */
  private boolean compare(Run run) throws AdminException, InterruptedException {
    Instant until = run.now().minus(settings.settle().toJavaDuration());
    Instant since =
        run.seenUntil() == null
            ? run.now().minus(settings.lookBack().toJavaDuration())
            : run.seenUntil().minus(settings.overlap().toJavaDuration());
    boolean whole = true;
    Instant seen = since;
    String cursor = null;
    do {
      AdminOrders.Page page = shop.changed(since, cursor);
      List<Changed> settled =
          page.orders().stream().filter(order -> !order.updatedAt().isAfter(until)).toList();
      whole &= deliverMissing(settled);
      for (Changed order : settled) {
        seen = order.updatedAt().isAfter(seen) ? order.updatedAt() : seen;
      }
      // The next run finds again what was left out, because the mark stays before it.
      if (!goOn(whole ? seen : since)) {
        return false;
      }
      cursor = settled.size() == page.orders().size() ? page.next() : null;
    } while (cursor != null);
    if (whole) {
      jdbi.useExtension(ReconciliationDao.class, dao -> dao.succeeded(settings.shop(), me, until));
    }
    return whole;
  }

  /** If it fails the lease may end, and the run finds out where it goes on. */
  private void renew() {
    try {
      goOn(null);
    } catch (RuntimeException e) {
      LOG.warn("reconciliation's lease could not be renewed: {}", e.getClass().getSimpleName());
    }
  }

  /**
   * Keeps the lease.
   *
   * @param seen how far this run has come; null if it has not moved
   */
  private boolean goOn(Instant seen) {
    int held =
        jdbi.withExtension(
            ReconciliationDao.class, dao -> dao.goOn(settings.shop(), me, lease, seen));
    if (held == 0) {
      LOG.warn("another replica has taken reconciliation over");
    }
    return held > 0;
  }

  private boolean deliverMissing(List<Changed> told) throws AdminException, InterruptedException {
    Map<Long, Instant> held =
        orders
            .versions(new ShopOrders(told.stream().map(Changed::id).collect(Collectors.toSet())))
            .stream()
            .collect(Collectors.toMap(OrderVersion::shopifyOrderId, OrderVersion::updatedAt));
    metrics.reconciliation("checked", told.size());
    boolean whole = true;
    for (Changed order : told) {
      Instant ours = held.get(order.id());
      if (ours == null || ours.isBefore(order.updatedAt())) {
        whole &= deliver(order, ours == null);
      }
    }
    return whole;
  }

  /** An order that cannot be read does not hold up others. */
  private boolean deliver(Changed told, boolean unknown)
      throws AdminException, InterruptedException {
    metrics.reconciliation("missing", 1);
    try {
      Optional<AdminOrder> order = shop.find(told.id());
      if (order.isPresent()) {
        int sent = found.deliver(order.get(), unknown);
        metrics.reconciliation("sent", sent);
        if (sent > 0) {
          LOG.info(
              "order {} was {}; deliveries of it are stored",
              told.id(),
              unknown ? "missing" : "old");
        }
      }
      return goOn(null);
    } catch (UnreadableOrderException e) {
      LOG.warn("order {} cannot be compared: {}", told.id(), e.getMessage());
      metrics.reconciliation("errors", 1);
      return false;
    }
  }

  double secondsSinceSuccess() {
    return jdbi.withExtension(
            ReconciliationDao.class, dao -> dao.secondsSinceSuccess(settings.shop()))
        .orElse(0.0);
  }

  /** Unhealthy if no replica had a run without an error for too long. */
  HealthCheck health() {
    double most = 60 + 6.0 * settings.interval().toSeconds();
    return new HealthCheck() {
      @Override
      protected Result check() {
        double seconds = secondsSinceSuccess();
        return seconds > most
            ? Result.unhealthy("no run without an error for %.0f s", seconds)
            : Result.healthy("the last run without an error was %.0f s ago", seconds);
      }
    };
  }
}
