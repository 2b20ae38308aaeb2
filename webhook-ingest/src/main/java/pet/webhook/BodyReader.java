package pet.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.webhook.WebhookMetrics.Reject;

/**
 * Reads bodies into memory, and limits how much all of them take together: what does not fit is
 * refused with 503. A body has arrived before it is read ({@link WebhookModule} says how it is
 * waited for); one that was too slow, or broke off, is refused here.
 */
final class BodyReader {

  private static final int FIRST = 16 * 1024;

  private final long limit;
  private final WebhookMetrics metrics;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger whole = new AtomicInteger();

  BodyReader(IntakeLimits limits, WebhookMetrics metrics) {
    this.limit = limits.bodies().toBytes();
    this.metrics = metrics;
    metrics.heldBytes(held::get);
  }

  /**
   * Reads a body and does something with it; its memory is counted until that is done.
   *
   * @throws DomainException {@code UNAVAILABLE} if there is no room, {@code MALFORMED_BODY} if it
   *     did not come whole
   * @throws RuntimeException the server's own if it did not come in time
   */
  <T> T with(String source, InputStream in, Function<byte[], T> work) {
    Room room = new Room();
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

  /**
   * How many deliveries have arrived completely and are being taken in; those of slow senders are
   * not counted.
   */
  int inHand() {
    return whole.get();
  }

  private byte[] read(String source, InputStream in, Room room) {
    int length = 0;
    try {
      byte[] buffer = room.grow(new byte[0], FIRST);
      while (true) {
        int n = in.read(buffer, length, buffer.length - length);
        if (n < 0) {
          return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
        }
        length += n;
        if (length == buffer.length) {
          buffer = room.grow(buffer, 2 * length);
        }
      }
    } catch (DomainException e) {
      metrics.rejected(source, why(e.code()));
      throw e;
    } catch (IOException e) {
      // The sender has gone, or sent something else than it announced.
      metrics.rejected(source, Reject.INCOMPLETE);
      throw new DomainException(
          ProblemCode.MALFORMED_BODY, "The body did not arrive whole.", List.of(), e);
    } catch (RuntimeException e) {
      // The server's own exception: the body took too long.
      metrics.rejected(source, Reject.INCOMPLETE);
      throw e;
    }
  }

  private static Reject why(ProblemCode code) {
    return switch (code) {
      case TOO_LARGE -> Reject.TOO_LARGE;
      case MALFORMED_BODY -> Reject.INCOMPLETE;
      default -> Reject.OVERLOAD;
    };
  }

  /** The memory that one delivery holds. */
  private final class Room {
    private long mine;

    byte[] grow(byte[] buffer, int size) {
      long more = size - mine;
      if (held.addAndGet(more) > limit) {
        held.addAndGet(-more);
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
