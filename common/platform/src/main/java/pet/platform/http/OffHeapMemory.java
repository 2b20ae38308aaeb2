package pet.platform.http;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded amount of direct memory for bodies that are sent often: a socket is written from it
 * without a copy, where a body in the heap is copied for each response, piece by piece.
 *
 * <p>Nothing is freed or reused by hand, so nobody can be sent another's bytes: each body has a
 * buffer of its own, which the collector frees once neither a cache nor a response in flight refers
 * to it. The bound is therefore on what has not been freed yet, not on what a cache holds; a body
 * for which there is no room stays in the heap.
 */
public final class OffHeapMemory {

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong room;

  /**
   * @param most how many bytes all bodies together may take
   */
  public OffHeapMemory(long most) {
    room = new AtomicLong(most);
  }

  /** A copy of the body outside of the heap; or the body itself, if there is no room. */
  public InMemoryBody copyOf(InMemoryBody body) {
    int length = body.length();
    if (body.isOffHeap() || !take(length)) {
      return body;
    }
    ByteBuffer memory;
    try {
      memory = ByteBuffer.allocateDirect(length);
    } catch (OutOfMemoryError e) {
      // The JVM has less direct memory than our bound, and others need it: from now on we use only
      // what is freed.
      room.set(0);
      return body;
    }
    // A slice or a view refers to the whole buffer, so this runs after the last of them is gone.
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
