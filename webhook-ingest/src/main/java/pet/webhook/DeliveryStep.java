package pet.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainEvent;
import pet.domain.order.Orders;
import pet.domain.webhook.WebhookDead;
import pet.domain.webhook.WebhookProcessed;
import pet.messaging.EventBus;

/**
 * Processes what is due next in one transaction: claim, report, state, event. A crash rolls the
 * claim back; the delivery is then taken again, and the order module knows it by its id. What is of
 * its kind and due, too, goes with it: in a backlog one call and one commit serve a group. If that
 * fails, each goes by itself for a while, so that what is the matter with one is told of it alone.
 */
final class DeliveryStep {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryStep.class);

  private static final int GROUP = Orders.MOST_REPORTS;
  // As it rests, compressed: an order of some dozen lines. A long one has its call for itself.
  private static final int SHORT_BODY = 8 * 1024;
  private static final long SINGLY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Jdbi jdbi;
  private final EventBus events;
  private final Processor processor;
  private final ErasedLanes erased;
  private final Backoff backoff;
  private final Duration waitingRecheck;
  private final Duration secondLook;
  private final Duration waitingLimit;
  private final WebhookMetrics metrics;
  // True at first: what an earlier process left behind is due with the first success, too.
  private final AtomicBoolean ordersWereAway = new AtomicBoolean(true);
  private volatile long groupsFrom = System.nanoTime();

  DeliveryStep(
      Jdbi jdbi,
      EventBus events,
      Processor processor,
      ErasedLanes erased,
      WebhookSettings settings,
      WebhookMetrics metrics) {
    this.jdbi = jdbi;
    this.events = events;
    this.processor = processor;
    this.erased = erased;
    this.backoff = new Backoff(settings.firstRetry().toJavaDuration(), settings.maxAttempts());
    this.waitingRecheck = settings.waitingRecheck().toJavaDuration();
    this.secondLook = settings.firstRetry().toJavaDuration();
    this.waitingLimit = settings.waitingLimit().toJavaDuration();
    this.metrics = metrics;
  }

  /**
   * A processed delivery and its result.
   *
   * @param lagMillis how old it is, by the database's clock when it was claimed and by ours since
   */
  private record Done(ClaimedDelivery delivery, ProcessingResult result, long lagMillis) {

    /** The event to publish; null for none. */
    DomainEvent event() {
      String id = delivery.id().toString();
      if (result.state() == DeliveryState.DEAD) {
        return new WebhookDead(id, delivery.source(), delivery.topic());
      }
      // Only once: replaying a processed delivery has no effect and is not a second one.
      return result.state() == DeliveryState.PROCESSED && delivery.firstProcessedAt() == null
          ? new WebhookProcessed(id, delivery.source(), delivery.topic(), lagMillis)
          : null;
    }
  }

  /** Processes the next due delivery, or a group; returns whether there was one. */
  boolean run() {
    List<Done> done = jdbi.inTransaction(this::step);
    done.forEach(this::tell);
    return !done.isEmpty();
  }

  private List<Done> step(Handle handle) {
    DeliveryRows log = new DeliveryRows(handle);
    long begun = System.nanoTime();
    Optional<ClaimedDelivery> claimed = log.claim();
    if (claimed.isEmpty()) {
      return List.of();
    }
    ClaimedDelivery first = claimed.get();
    List<ClaimedDelivery> group = group(log, first);
    if (group.size() > 1) {
      Optional<List<ProcessingResult>> results = processor.processGroup(group);
      if (results.isPresent()) {
        return settle(handle, log, group, results.get(), begun);
      }
      groupsFrom = System.nanoTime() + SINGLY_NANOS;
    }
    return settle(handle, log, List.of(first), List.of(processor.process(first)), begun);
  }

  /** The deliveries to process together, this one first. */
  private List<ClaimedDelivery> group(DeliveryRows log, ClaimedDelivery first) {
    Set<String> topics = processor.groupedTopics(first.source());
    if (first.state() != DeliveryState.PENDING
        || first.lane() == null
        || !topics.contains(first.topic())
        || System.nanoTime() - groupsFrom < 0) {
      return List.of(first);
    }
    List<ClaimedDelivery> group = new ArrayList<>(List.of(first));
    group.addAll(log.claimMore(first, topics, SHORT_BODY, GROUP - 1));
    return group;
  }

  private List<Done> settle(
      Handle handle,
      DeliveryRows log,
      List<ClaimedDelivery> group,
      List<ProcessingResult> results,
      long begun) {
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    List<Done> all =
        IntStream.range(0, group.size())
            .mapToObj(i -> done(group.get(i), results.get(i), took))
            .toList();
    List<Done> told = all.stream().filter(done -> done.event() != null).toList();
    Iterator<Instant> times =
        events.publish(handle, told.stream().map(Done::event).toList()).iterator();
    for (Done done : all) {
      write(handle, log, done, done.event() == null ? null : times.next());
    }
    return all;
  }

  private Done done(ClaimedDelivery delivery, ProcessingResult result, long took) {
    return new Done(delivery, orGiveUp(delivery, result), delivery.ageMillis() + took);
  }

  /**
   * Writes a delivery's result into the log.
   *
   * @param told the time of its event; null if there is none
   */
  private void write(Handle handle, DeliveryRows log, Done done, Instant told) {
    ClaimedDelivery delivery = done.delivery();
    ProcessingResult result = done.result();
    switch (result.state()) {
      case PROCESSED -> {
        log.processed(delivery, result.reason(), told, done.lagMillis());
        if (result.releases() && delivery.lane() != null) {
          log.release(delivery.lane(), result.names());
        }
      }
      case DEAD -> {
        log.dead(delivery, result.reason());
        handle.attach(HistoryDao.class).note(delivery.id(), result.state(), result.reason(), told);
      }
      case PENDING -> log.moveTo(delivery.id(), result.lane(), erased.hashes(result.lane()));
      default -> postpone(handle, log, delivery, result);
    }
  }

  private ProcessingResult orGiveUp(ClaimedDelivery delivery, ProcessingResult result) {
    if (result.state() == DeliveryState.WAITING && delivery.ageMillis() > waitingLimit.toMillis()) {
      return ProcessingResult.dead(
          "gave up after " + waitingLimit.toHours() + " hours: " + result.reason());
    }
    int failures = delivery.attempts() + 1;
    return result.state() == DeliveryState.RETRYING && backoff.isLast(failures)
        ? ProcessingResult.dead("gave up after " + failures + " attempts: " + result.reason())
        : result;
  }

  private void postpone(
      Handle handle, DeliveryRows log, ClaimedDelivery delivery, ProcessingResult result) {
    boolean failed = result.state() == DeliveryState.RETRYING;
    int failures = delivery.attempts() + (failed ? 1 : 0);
    log.postpone(
        delivery.id(),
        result.state(),
        result.reason(),
        result.names().isEmpty() ? null : result.names().get(0),
        failures,
        failed
            ? backoff.delay(failures, ThreadLocalRandom.current())
            : untilRecheck(delivery, result));
    if (failed || delivery.state() != DeliveryState.WAITING) {
      handle.attach(HistoryDao.class).note(delivery.id(), result.state(), result.reason(), null);
    }
  }

  /**
   * A delivery that waits by a name is outside of the order's lane, so the order's create may have
   * been processed between the look-up and this result, and have released nobody: so it is checked
   * again after a moment.
   */
  private Duration untilRecheck(ClaimedDelivery delivery, ProcessingResult result) {
    return result.names().isEmpty() || delivery.state() == DeliveryState.WAITING
        ? waitingRecheck
        : secondLook;
  }

  /** After the commit: counts, logs, and makes deliveries due if the order module is back. */
  private void tell(Done done) {
    ClaimedDelivery delivery = done.delivery();
    ProcessingResult result = done.result();
    switch (result.state()) {
      case PROCESSED -> {
        metrics.processed.mark();
        metrics.lag.update(done.lagMillis(), TimeUnit.MILLISECONDS);
      }
      case DEAD -> {
        metrics.dead(delivery.topic());
        LOG.warn("delivery {} ({}) is dead: {}", delivery.id(), delivery.topic(), result.reason());
      }
      case RETRYING -> {
        metrics.retried.mark();
        LOG.info("delivery {} is tried again later: {}", delivery.id(), result.reason());
      }
      case WAITING -> metrics.waiting.mark();
      case PENDING -> LOG.debug("delivery {} found its lane", delivery.id());
    }
    if (ShopifyProcessor.ORDERS_AWAY.equals(result.reason())) {
      ordersWereAway.set(true);
    } else if (ShopifyProcessor.showsOrdersAnswer(result, delivery.topic())
        && ordersWereAway.compareAndSet(true, false)) {
      int hastened =
          jdbi.withExtension(DeliveryDao.class, dao -> dao.hasten(ShopifyProcessor.ORDERS_AWAY));
      if (hastened > 0) {
        LOG.info("the order module answers again: {} deliveries go on", hastened);
      }
    }
  }
}
