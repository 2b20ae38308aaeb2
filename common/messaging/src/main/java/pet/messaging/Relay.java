package pet.messaging;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of a module's outbox to Kafka, and then announces them on Redis. One thread for
 * each schema. Replicas share the work by bucket, and only one relay has a bucket at a time, so the
 * order per aggregate is kept. Kafka, Redis and PostgreSQL may each be away at any time, also at
 * the start.
 */
public final class Relay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Finds events of a replica that died before it could send them. */
  private static final long IDLE_MILLIS = 500;

  /** Events in buckets that another relay held when we looked. */
  private static final long RETRY_MILLIS = 50;

  /**
   * So many events in a pass, and the next ones may gather first: a pass costs the same for few.
   */
  private static final int BUSY = 8;

  /** How long they gather: at some 300 events a second {@link #BUSY} do so. */
  private static final long GATHER_MILLIS = 25;

  /** How often it is asked whether the watermark has moved on. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);

  /** Windows of analytics close with a minute, and watermarks stay in their topics for ever. */
  private static final Duration BEAT = Duration.ofMinutes(1);

  private static final long CLOSE_MILLIS = 15_000;
  private static final long GAUGE_SECONDS = 5;

  private final Jdbi jdbi;
  private final EventProducer producer;
  private final LiveEvents live;
  private final RelayPass pass;
  private final WatermarkPass watermark;
  private final Outage kafka;
  private final Outage database;
  private final Meter relayed;
  private final Semaphore wakeUps = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean kafkaSeen;
  private long lastLook = System.nanoTime() - LOOK_NANOS;

  /**
   * The state of the outbox.
   *
   * @param count unsent events that are not parked
   * @param parked events of parked aggregates, which need an operator
   * @param oldest the age of the oldest that is still to be relayed; zero without any
   */
  public record Pending(long count, long parked, Duration oldest) {}

  /**
   * @param module names thread and metrics ({@code outbox.<module>.…}), and the events' source
   *     ({@code /pet/<module>})
   * @param topic that the module's events go to
   * @param jdbi of the module's schema
   */
  public Relay(
      String module,
      String topic,
      Jdbi jdbi,
      KafkaSettings settings,
      LiveEvents live,
      MetricRegistry metrics) {
    this(module, topic, jdbi, settings, live, metrics, BEAT);
  }

  Relay(
      String module,
      String topic,
      Jdbi jdbi,
      KafkaSettings settings,
      LiveEvents live,
      MetricRegistry metrics,
      Duration beat) {
    this.jdbi = jdbi;
    this.producer = new EventProducer(settings);
    this.live = live;
    String prefix = MetricRegistry.name("outbox", module);
    this.relayed = metrics.meter(prefix + ".relayed");
    this.pass = new RelayPass("/pet/" + module, producer, metrics.timer(prefix + ".lag"));
    this.watermark = new WatermarkPass(topic, producer, beat);
    this.kafka = new Outage(LOG, "Kafka", "the events of " + module + " wait in the outbox");
    this.database = new Outage(LOG, "The database of " + module, "nothing is relayed");
    this.thread = new Thread(this::run, "relay-" + module);
    thread.setDaemon(true);
    CachedGauge<Pending> pending =
        new CachedGauge<>(GAUGE_SECONDS, TimeUnit.SECONDS) {
          @Override
          protected Pending loadValue() {
            return pending();
          }
        };
    metrics.gauge(prefix + ".pending", () -> (Gauge<Long>) () -> pending.getValue().count());
    metrics.gauge(
        prefix + ".oldest.ms", () -> (Gauge<Long>) () -> pending.getValue().oldest().toMillis());
    metrics.gauge(prefix + ".parked", () -> (Gauge<Long>) () -> pending.getValue().parked());
  }

  public void start() {
    thread.start();
  }

  /** Tells the relay that something was committed. Never blocks. */
  public void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /** Counts unsent events in the database. */
  public Pending pending() {
    return jdbi.withHandle(Outbox::pending);
  }

  /** Whether Kafka took or answered the last thing it was asked. */
  boolean kafkaReachable() {
    return kafkaSeen && !kafka.ongoing();
  }

  /** Why nothing is relayed now, by Kafka's or the database's fault. */
  Optional<String> lastError() {
    return Optional.ofNullable(kafka.error()).or(() -> Optional.ofNullable(database.error()));
  }

  /**
   * An aggregate whose events stopped.
   *
   * @param type of the event that it stopped at
   * @param reason what Kafka, or its client, said; nothing of the event itself
   */
  public record Parked(
      String aggregateId, Instant since, long events, String type, String reason) {}

  /** Which aggregates are parked, the first one first. */
  public List<Parked> parked() {
    return jdbi.withHandle(ParkedEvents::parked);
  }

  /**
   * Lets a parked aggregate go on, in order, once its fault is mended.
   *
   * @return how many events were released
   */
  public int release(String aggregateId) {
    int released = jdbi.inTransaction(handle -> ParkedEvents.release(handle, aggregateId));
    wake();
    return released;
  }

  /**
   * An event that was discarded and never sent.
   *
   * @param by who did, as they say
   */
  public record Discarded(
      String eventId, String aggregateId, String type, Instant at, String by, String reason) {}

  /**
   * Discards the event at which an aggregate is parked, because it can never be sent; the events
   * behind it go on, in order. Who did it and why is recorded.
   *
   * @return empty if nothing of the aggregate is parked
   */
  public Optional<Discarded> discard(String aggregateId, String by, String reason) {
    Optional<Discarded> discarded =
        jdbi.inTransaction(handle -> ParkedEvents.discard(handle, aggregateId, by, reason));
    discarded.ifPresent(
        one ->
            LOG.warn(
                "{}: event {} ({}) is discarded by {}",
                aggregateId,
                one.eventId(),
                one.type(),
                by));
    wake();
    return discarded;
  }

  /** The latest discarded events, newest first. */
  public List<Discarded> discarded(int limit) {
    return jdbi.withHandle(handle -> ParkedEvents.discarded(handle, limit));
  }

  /** Stops after the pass under way. What is left stays in the outbox for the next start. */
  @Override
  public void close() {
    closing.countDown();
    wakeUps.release();
    try {
      thread.join(CLOSE_MILLIS);
      if (thread.isAlive()) {
        LOG.warn("{} does not end and is interrupted", thread.getName());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        try {
          step();
        } catch (RuntimeException e) {
          // Nothing known ends up here, but a relay must not end silently.
          LOG.error("{} failed and tries again", thread.getName(), e);
          pause(IDLE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", thread.getName());
    }
  }

  private void step() throws InterruptedException {
    if (!kafkaSeen || kafka.ongoing()) {
      // Asked outside of a transaction, so that an outage holds no lock and no connection.
      Optional<KafkaException> failure = producer.unreachable();
      if (failure.isPresent()) {
        pause(kafka.failed(failure.get()));
        return;
      }
    }
    wakeUps.drainPermits();
    try {
      jdbi.useTransaction(pass::run);
    } catch (RuntimeException e) {
      pause(database.failed(e));
      return;
    }
    pass.committed();
    database.over();
    announce();
    KafkaException outage = pass.outage();
    if (outage != null) {
      if (!(outage instanceof RetriableException)) {
        producer.reset();
      }
      pause(kafka.failed(outage));
      return;
    }
    kafkaSeen = true;
    kafka.over();
    tellWatermark();
    if (!pass.more()) {
      if (pass.relayed().size() >= BUSY) {
        pause(GATHER_MILLIS);
      }
      boolean soon = pass.skipped() || pass.poisoned();
      wakeUps.tryAcquire(soon ? RETRY_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellWatermark() throws InterruptedException {
    if (System.nanoTime() - lastLook < LOOK_NANOS) {
      return;
    }
    lastLook = System.nanoTime();
    try {
      jdbi.useTransaction(watermark::run);
    } catch (KafkaException e) {
      if (!(e instanceof RetriableException)) {
        producer.reset();
      }
      pause(kafka.failed(e));
    } catch (RuntimeException e) {
      pause(database.failed(e));
    }
  }

  private void announce() {
    relayed.mark(pass.relayed().size());
    for (CloudEvent event : pass.relayed()) {
      live.announce(event);
    }
  }

  /** Unlike sleep it ends when we close, and unlike idleness not when somebody commits. */
  private void pause(long millis) throws InterruptedException {
    closing.await(millis, TimeUnit.MILLISECONDS);
  }
}
