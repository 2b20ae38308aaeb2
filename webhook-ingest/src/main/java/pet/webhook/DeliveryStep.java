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
   * A delivery and what becomes of it.
   *
   * @param lagMillis how old it is, by the database's clock when it was claimed and by ours since
   */
  private record Done(ClaimedDelivery delivery, ProcessingResult verdict, long lagMillis) {

    /** What is told of it; null if nothing is. */
    DomainEvent event() {
      String id = delivery.id().toString();
      if (verdict.state() == DeliveryState.DEAD) {
        return new WebhookDead(id, delivery.source(), delivery.topic());
      }
      // Once: a replay of what was processed has no effect, and is no second delivery.
      return verdict.state() == DeliveryState.PROCESSED && delivery.firstProcessedAt() == null
          ? new WebhookProcessed(id, delivery.source(), delivery.topic(), lagMillis)
          : null;
    }
  }

  /** Processes what is due next, be it a group; tells whether there was something. */
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
      Optional<List<ProcessingResult>> verdicts = processor.processGroup(group);
      if (verdicts.isPresent()) {
        return settle(handle, log, group, verdicts.get(), begun);
      }
      groupsFrom = System.nanoTime() + SINGLY_NANOS;
    }
    return settle(handle, log, List.of(first), List.of(processor.process(first)), begun);
  }

  /** What goes with a delivery, and itself as the first. */
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
      List<ProcessingResult> verdicts,
      long begun) {
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    List<Done> all =
        IntStream.range(0, group.size())
            .mapToObj(i -> done(group.get(i), verdicts.get(i), took))
            .toList();
    List<Done> told = all.stream().filter(done -> done.event() != null).toList();
    Iterator<Instant> times =
        events.publish(handle, told.stream().map(Done::event).toList()).iterator();
    for (Done done : all) {
      write(handle, log, done, done.event() == null ? null : times.next());
    }
    return all;
  }

  private Done done(ClaimedDelivery delivery, ProcessingResult verdict, long took) {
    return new Done(delivery, orGiveUp(delivery, verdict), delivery.ageMillis() + took);
  }

  /**
   * Writes into the log what becomes of a delivery.
   *
   * @param told when its event says that it was; null where there is none
   */
  private void write(Handle handle, DeliveryRows log, Done done, Instant told) {
    ClaimedDelivery delivery = done.delivery();
    ProcessingResult verdict = done.verdict();
    switch (verdict.state()) {
      case PROCESSED -> {
        log.processed(delivery, verdict.reason(), told, done.lagMillis());
        if (verdict.releases() && delivery.lane() != null) {
          log.release(delivery.lane(), verdict.names());
        }
      }
      case DEAD -> {
        log.dead(delivery, verdict.reason());
        handle
            .attach(HistoryDao.class)
            .note(delivery.id(), verdict.state(), verdict.reason(), told);
      }
      case PENDING -> log.moveTo(delivery.id(), verdict.lane(), erased.hashes(verdict.lane()));
      default -> postpone(handle, log, delivery, verdict);
    }
  }

  private ProcessingResult orGiveUp(ClaimedDelivery delivery, ProcessingResult verdict) {
    if (verdict.state() == DeliveryState.WAITING
        && delivery.ageMillis() > waitingLimit.toMillis()) {
      return ProcessingResult.dead(
          "gave up after " + waitingLimit.toHours() + " hours: " + verdict.reason());
    }
    int failures = delivery.attempts() + 1;
    return verdict.state() == DeliveryState.RETRYING && backoff.isLast(failures)
        ? ProcessingResult.dead("gave up after " + failures + " attempts: " + verdict.reason())
        : verdict;
  }

  private void postpone(
      Handle handle, DeliveryRows log, ClaimedDelivery delivery, ProcessingResult verdict) {
    boolean failed = verdict.state() == DeliveryState.RETRYING;
    int failures = delivery.attempts() + (failed ? 1 : 0);
    log.postpone(
        delivery.id(),
        verdict.state(),
        verdict.reason(),
        verdict.names().isEmpty() ? null : verdict.names().get(0),
        failures,
        failed
            ? backoff.delay(failures, ThreadLocalRandom.current())
            : untilRecheck(delivery, verdict));
    if (failed || delivery.state() != DeliveryState.WAITING) {
      handle.attach(HistoryDao.class).note(delivery.id(), verdict.state(), verdict.reason(), null);
    }
  }

  /**
   * What waits by a name is outside of the order's lane, so its create may have come, and seen
   * nobody wait, between the question and the answer: a moment later that shows.
   */
  private Duration untilRecheck(ClaimedDelivery delivery, ProcessingResult verdict) {
    return verdict.names().isEmpty() || delivery.state() == DeliveryState.WAITING
        ? waitingRecheck
        : secondLook;
  }

  /** After the commit: count, log, and let others go on where the order module is back. */
  private void tell(Done done) {
    ClaimedDelivery delivery = done.delivery();
    ProcessingResult verdict = done.verdict();
    switch (verdict.state()) {
      case PROCESSED -> {
        metrics.processed.mark();
        metrics.lag.update(done.lagMillis(), TimeUnit.MILLISECONDS);
      }
      case DEAD -> {
        metrics.dead(delivery.topic());
        LOG.warn("delivery {} ({}) is dead: {}", delivery.id(), delivery.topic(), verdict.reason());
      }
      case RETRYING -> {
        metrics.retried.mark();
        LOG.info("delivery {} is tried again later: {}", delivery.id(), verdict.reason());
      }
      case WAITING -> metrics.waiting.mark();
      case PENDING -> LOG.debug("delivery {} found its lane", delivery.id());
    }
    if (ShopifyProcessor.ORDERS_AWAY.equals(verdict.reason())) {
      ordersWereAway.set(true);
    } else if (ShopifyProcessor.showsOrdersAnswer(verdict, delivery.topic())
        && ordersWereAway.compareAndSet(true, false)) {
      int hastened =
          jdbi.withExtension(DeliveryDao.class, dao -> dao.hasten(ShopifyProcessor.ORDERS_AWAY));
      if (hastened > 0) {
        LOG.info("the order module answers again: {} deliveries go on", hastened);
      }
    }
  }
}
