package pet.messaging;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Publishes announcements from a bounded queue, on its own thread. */
final class LiveAnnouncer {

  private static final Logger LOG = LoggerFactory.getLogger(LiveAnnouncer.class);

  private static final int QUEUE = 10_000;
  private static final int BATCH = 200;
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long CLOSE_MILLIS = 3_000;

  private final RedisClient redis;
  private final LiveListener listener;
  private final Meter announced;
  private final Meter dropped;
  private final Outage outage = new Outage(LOG, "Redis", "announcements are dropped");
  private final BlockingQueue<CloudEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread = new Thread(this::run, "live-announcer");
  private volatile boolean closing;
  private volatile boolean reached;
  private long nextTry;
  private long nextBeat;

  LiveAnnouncer(RedisSettings settings, LiveListener listener, MetricRegistry metrics) {
    this.redis = settings.client();
    this.listener = listener;
    this.announced = metrics.meter("live.announced");
    this.dropped = metrics.meter("live.dropped");
    thread.setDaemon(true);
  }

  void start() {
    nextTry = System.nanoTime();
    nextBeat = nextTry;
    thread.start();
  }

  void announce(CloudEvent event) {
    if (!queue.offer(event)) {
      dropped.mark();
    }
  }

  boolean connected() {
    return reached && !outage.ongoing();
  }

  void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.close();
  }

  private void run() {
    List<CloudEvent> batch = new ArrayList<>(BATCH);
    try {
      while (!closing) {
        CloudEvent first = queue.poll(untilNextDuty(), TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          publish(batch);
          batch.clear();
        }
        beatIfDue();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", thread.getName());
    }
  }

  private long untilNextDuty() {
    return Math.max(0, (outage.ongoing() ? nextTry : nextBeat) - System.nanoTime());
  }

  private void publish(List<CloudEvent> batch) {
    // An announcement is about now: during an outage it is dropped rather than kept for later.
    if (outage.ongoing() && System.nanoTime() - nextTry < 0) {
      dropped.mark(batch.size());
      return;
    }
    boolean done = attempt(() -> send(batch));
    (done ? announced : dropped).mark(batch.size());
  }

  private void send(List<CloudEvent> batch) {
    try (Pipeline pipeline = redis.pipelined()) {
      for (CloudEvent event : batch) {
        pipeline.publish(Topics.channel(event.getType()), EventCodec.toJson(event));
      }
      pipeline.sync();
    }
  }

  /** Finds out about an outage, or its end, while there is nothing to announce. */
  private void beatIfDue() {
    long now = System.nanoTime();
    if (now - nextBeat >= 0) {
      nextBeat = now + BEAT_NANOS;
      listener.beat();
      if (!outage.ongoing()) {
        attempt(redis::ping);
      }
    }
    if (outage.ongoing() && now - nextTry >= 0) {
      attempt(redis::ping);
    }
  }

  private boolean attempt(Runnable command) {
    try {
      command.run();
      reached = true;
      outage.over();
      return true;
    } catch (JedisException e) {
      nextTry = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outage.failed(e));
      return false;
    } catch (RuntimeException e) {
      LOG.error("Announcements were dropped", e);
      return false;
    }
  }
}
