package pet.order;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.database.DatabaseTrouble;

/**
 * Streams of orders' histories. A thread looks, while somebody listens, several times a second for
 * what is new, with one statement for all; an announcement makes it look at once. So a change shows
 * soon on every replica, also while Redis and Kafka are away. A stream ends after a while, and its
 * client comes back with what it has seen.
 */
final class OrderStreams implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(OrderStreams.class);
  private static final long LOOK_MILLIS = 120;
  // More often than any proxy on the way gives up, ours after 25 s.
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Jdbi jdbi;
  private final int most;
  private final int mostOfOne;
  private final long lastsNanos;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "order-streams");
  private volatile boolean stopping;

  /**
   * @param most how many at once in this process
   * @param mostOfOne how many of them of one order
   */
  OrderStreams(Jdbi jdbi, int most, int mostOfOne, Duration lasts, MetricRegistry metrics) {
    this.jdbi = jdbi;
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.lastsNanos = lasts.toNanos();
    thread.setDaemon(true);
    metrics.register("pet.orders.streams", (Gauge<Integer>) streams::size);
  }

  /**
   * Who listens to what.
   *
   * @param link the generation of the link by which they came; null for a login
   * @param mayGoOn asked at each beat: who may no longer read the order is not told on
   */
  record Listener(UUID orderId, boolean forStaff, Integer link, BooleanSupplier mayGoOn) {
    static Listener of(UUID orderId, boolean forStaff, BooleanSupplier mayGoOn) {
      return new Listener(orderId, forStaff, null, mayGoOn);
    }

    static Listener by(TrackingToken token, BooleanSupplier mayGoOn) {
      return new Listener(token.orderId(), false, token.generation(), mayGoOn);
    }

    boolean isRevoked(StreamDao.Last last) {
      return link != null && link != last.generation();
    }
  }

  /** One listener. All that is ever sent to one fits a socket's buffer: nobody is waited for. */
  private static final class Stream {
    private final Listener who;
    private final Sse sse;
    private final SseEventSink sink;
    private final long end;
    private int seen;
    private long nextBeat = System.nanoTime() + BEAT_NANOS;

    Stream(Listener who, int seen, Sse sse, SseEventSink sink, long end) {
      this.who = who;
      this.seen = seen;
      this.sse = sse;
      this.sink = sink;
      this.end = end;
    }

    /** In turn: the one who opens it and the one who looks may both have something. */
    synchronized void send(List<StreamDao.Entry> entries) {
      for (StreamDao.Entry entry : entries) {
        if (entry.position() > seen) {
          sink.send(
              sse.newEventBuilder()
                  .id(Integer.toString(entry.position()))
                  .name("status")
                  .mediaType(MediaType.APPLICATION_JSON_TYPE)
                  .data(OrderView.Change.class, entry.change(who.forStaff()))
                  .build());
          seen = entry.position();
        }
      }
    }

    synchronized int seen() {
      return seen;
    }

    synchronized boolean beats(long now) {
      return now - nextBeat >= 0;
    }

    synchronized void beat(long now) {
      nextBeat = now + BEAT_NANOS;
      sink.send(sse.newEventBuilder().comment("").build());
    }
  }

  /**
   * Sends what an order's history has after a place, and then what comes.
   *
   * @param seen a place that the history does not have yet is its end
   * @throws DomainException {@code TOO_MANY_REQUESTS} where too many listen
   */
  void open(Listener who, int seen, Sse sse, SseEventSink sink) {
    UUID orderId = who.orderId();
    admit(orderId);
    StreamDao.Last last = last(List.of(orderId)).get(orderId);
    int from = Math.min(seen, last == null ? 0 : last.position());
    Stream stream = new Stream(who, from, sse, sink, System.nanoTime() + lastsNanos);
    stream.send(jdbi.withExtension(StreamDao.class, dao -> dao.after(orderId, from)));
    streams.add(stream);
    // The thread sleeps while nobody listens; and something may have come since.
    news.release();
  }

  /**
   * Refuses who would be one too many.
   *
   * @throws DomainException {@code TOO_MANY_REQUESTS} where too many listen
   */
  void admit(UUID orderId) {
    long ofIt = streams.stream().filter(stream -> stream.who.orderId().equals(orderId)).count();
    if (stopping || streams.size() >= most || ofIt >= mostOfOne) {
      throw new DomainException(
          stopping ? ProblemCode.UNAVAILABLE : ProblemCode.TOO_MANY_REQUESTS,
          "Too many listen. Try again later.");
    }
  }

  /** Something may be new. */
  void look() {
    if (!streams.isEmpty()) {
      news.release();
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  /** Ends all streams: they would hold up the process's stop. */
  void end() {
    stopping = true;
    streams.forEach(this::close);
    news.release();
  }

  @Override
  public void stop() throws InterruptedException {
    end();
    thread.join(TimeUnit.SECONDS.toMillis(3));
  }

  private void close(Stream stream) {
    streams.remove(stream);
    stream.sink.close();
  }

  private void run() {
    while (!stopping) {
      try {
        boolean told =
            streams.isEmpty() ? acquired(TimeUnit.SECONDS.toMillis(1)) : acquired(LOOK_MILLIS);
        LOG.trace("told: {}", told);
        if (!streams.isEmpty()) {
          turn();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (DatabaseTrouble.isOutage(e)) {
          LOG.debug("streams wait for the database");
        } else {
          LOG.error("streams could not be served and are tried again", e);
        }
      }
    }
  }

  private boolean acquired(long millis) throws InterruptedException {
    boolean told = news.tryAcquire(millis, TimeUnit.MILLISECONDS);
    news.drainPermits();
    return told;
  }

  private void turn() {
    long now = System.nanoTime();
    List<Stream> open = new ArrayList<>(streams);
    for (Stream stream : open) {
      if (stream.sink.isClosed() || now - stream.end >= 0) {
        close(stream);
      }
    }
    Map<UUID, List<Stream>> byOrder =
        streams.stream().collect(Collectors.groupingBy(stream -> stream.who.orderId()));
    if (!byOrder.isEmpty()) {
      Map<UUID, StreamDao.Last> last = last(byOrder.keySet());
      streams.stream().filter(stream -> stream.beats(now)).forEach(stream -> beat(stream, now));
      byOrder.forEach((order, listening) -> serve(last.get(order), listening));
    }
  }

  private void beat(Stream stream, long now) {
    if (stream.who.mayGoOn().getAsBoolean()) {
      attempt(stream, s -> s.beat(now));
    } else {
      close(stream);
    }
  }

  private Map<UUID, StreamDao.Last> last(Collection<UUID> orders) {
    return jdbi.withExtension(StreamDao.class, dao -> dao.last(List.copyOf(orders))).stream()
        .collect(Collectors.toMap(StreamDao.Last::orderId, Function.identity()));
  }

  private void serve(StreamDao.Last last, List<Stream> listening) {
    if (last == null) {
      return;
    }
    // A link that is revoked tells nothing more, also to who is listening.
    listening.stream().filter(stream -> stream.who.isRevoked(last)).forEach(this::close);
    List<Stream> going = listening.stream().filter(stream -> !stream.who.isRevoked(last)).toList();
    int first = going.stream().mapToInt(Stream::seen).min().orElse(last.position());
    if (first < last.position()) {
      List<StreamDao.Entry> entries =
          jdbi.withExtension(StreamDao.class, dao -> dao.after(last.orderId(), first));
      going.forEach(stream -> attempt(stream, s -> s.send(entries)));
    }
  }

  /** One who is gone is nobody else's trouble. */
  private void attempt(Stream stream, Consumer<Stream> work) {
    try {
      work.accept(stream);
    } catch (RuntimeException e) {
      LOG.debug("a listener is gone: {}", e.getClass().getSimpleName());
      close(stream);
    }
  }
}
