package pet.platform.http;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Room outside of the heap for bodies that are asked for again and again: a connection takes them
 * from there as a whole, where those in the heap are copied for each answer, piece by piece.
 *
 * <p>Nothing is given back or used again by hand, so nobody can be sent what is another's: each
 * body has memory of its own, which the collector frees once neither a cache nor an answer that is
 * on its way has it. So it is bounded by what is not freed yet, not by what a cache holds; what
 * finds no room stays in the heap.
 */
public final class OffHeap {

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong room;

  /**
   * @param most how many bytes all bodies may take
   */
  public OffHeap(long most) {
    room = new AtomicLong(most);
  }

  /** The body outside of the heap; or as it is, if there is no room. */
  public BodyAtHand copyOf(BodyAtHand body) {
    int length = body.length();
    if (body.isOffHeap() || !take(length)) {
      return body;
    }
    ByteBuffer memory;
    try {
      memory = ByteBuffer.allocateDirect(length);
    } catch (OutOfMemoryError e) {
      // The process has less than we were told, and others need it: only what is freed is used.
      room.set(0);
      return body;
    }
    // Whoever has a part of the memory has a reference to the whole of it.
    CLEANER.register(memory, () -> room.addAndGet(length));
    return body.copyTo(memory);
  }

  private boolean take(int length) {
    if (room.get() < length) {
      return false;
    }
    if (room.addAndGet(-length) >= 0) {
      return true;
    }
    room.addAndGet(length);
    return false;
  }
}
