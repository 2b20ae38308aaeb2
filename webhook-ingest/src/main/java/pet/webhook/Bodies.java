package pet.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.webhook.WebhookMetrics.Reject;

/**
 * Reads bodies into memory, of which all together take no more than a bound: what does not fit is
 * told to come again. Memory is taken as bytes arrive and not as they are announced, so that a slow
 * sender holds little; one that is too slow, or breaks off, is let go.
 */
final class Bodies {

  private static final int FIRST = 16 * 1024;

  private final long bound;
  private final Duration time;
  private final WebhookMetrics metrics;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger whole = new AtomicInteger();

  Bodies(Bounds bounds, WebhookMetrics metrics) {
    this.bound = bounds.bodies().toBytes();
    this.time = bounds.bodyTime().toJavaDuration();
    this.metrics = metrics;
    metrics.heldBytes(held::get);
  }

  /**
   * Reads a body and does something with it; its memory is counted until that is done.
   *
   * @throws DomainException {@code UNAVAILABLE} if there is no room, {@code MALFORMED_BODY} if it
   *     did not come whole, or not in time
   */
  <T> T with(String source, InputStream in, Function<byte[], T> work) {
    Room room = new Room(source);
    try {
      byte[] body = read(source, in, room);
      whole.incrementAndGet();
      try {
        return work.apply(body);
      } finally {
        whole.decrementAndGet();
      }
    } finally {
      room.leave();
    }
  }

  /** How many have arrived whole and are being worked on; a slow sender's is none of them. */
  int inHand() {
    return whole.get();
  }

  private byte[] read(String source, InputStream in, Room room) {
    long end = System.nanoTime() + time.toNanos();
    byte[] buffer = room.grow(new byte[0], FIRST);
    int length = 0;
    try {
      while (true) {
        int n = in.read(buffer, length, buffer.length - length);
        if (n < 0) {
          return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
        }
        length += n;
        if (System.nanoTime() > end) {
          throw broken(source, "The body took too long to arrive.", null);
        }
        if (length == buffer.length) {
          buffer = room.grow(buffer, 2 * length);
        }
      }
    } catch (DomainException e) {
      if (e.code() == ProblemCode.TOO_LARGE) {
        metrics.rejected(source, Reject.TOO_LARGE);
      }
      throw e;
    } catch (IOException e) {
      // The sender has gone, or sent something else than it announced: nobody's fault here.
      throw broken(source, "The body did not arrive whole.", e);
    }
  }

  private DomainException broken(String source, String detail, IOException cause) {
    metrics.rejected(source, Reject.INCOMPLETE);
    return new DomainException(ProblemCode.MALFORMED_BODY, detail, List.of(), cause);
  }

  /** What one delivery holds. */
  private final class Room {
    private final String source;
    private long mine;

    Room(String source) {
      this.source = source;
    }

    byte[] grow(byte[] buffer, int size) {
      long more = size - mine;
      if (held.addAndGet(more) > bound) {
        held.addAndGet(-more);
        metrics.rejected(source, Reject.OVERLOAD);
        throw new DomainException(
            ProblemCode.UNAVAILABLE, "Too many deliveries at once; please come again.");
      }
      mine = size;
      return Arrays.copyOf(buffer, size);
    }

    void leave() {
      held.addAndGet(-mine);
    }
  }
}
