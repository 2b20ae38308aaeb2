package pet.platform.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.client.Request.Content;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.SerializedInvoker;

/**
 * A client's request body on its way to a target: streamed, and its beginning kept, so that a small
 * one can be sent to another target when the first does not take it.
 */
final class ReplayableBody {

  /** No JSON of ours is larger. */
  private static final int KEPT = 64 * 1024;

  private final Object lock = new Object();
  private final SerializedInvoker invoker = new SerializedInvoker(ReplayableBody.class);
  private final Request client;
  private final List<ByteBuffer> kept = new ArrayList<>();
  private long size;
  private boolean complete;
  private Throwable failure;
  private View current;
  private Runnable waiting;
  private boolean demanded;

  ReplayableBody(Request client) {
    this.client = client;
  }

  /** The body from its beginning. What was opened before is no longer read. */
  Content open() {
    synchronized (lock) {
      waiting = null;
      current = new View();
      return current;
    }
  }

  /** Whether it can be sent from its beginning. */
  boolean isReplayable() {
    synchronized (lock) {
      return size <= KEPT && failure == null;
    }
  }

  /** Whether the client has nothing more to send. */
  boolean isWhole() {
    synchronized (lock) {
      // The end comes with the last byte where the length is known, but may not have been read.
      return complete || size == client.getLength();
    }
  }

  /** Why the client's side of it broke, or null. */
  Throwable failure() {
    synchronized (lock) {
      return failure;
    }
  }

  private Chunk readOn() {
    Chunk chunk = client.read();
    if (chunk == null) {
      return null;
    }
    synchronized (lock) {
      if (Chunk.isFailure(chunk)) {
        failure = chunk.getFailure();
        return chunk;
      }
      size += chunk.remaining();
      complete = chunk.isLast();
      if (size > KEPT) {
        kept.clear();
      } else if (chunk.hasRemaining()) {
        ByteBuffer copy = ByteBuffer.allocate(chunk.remaining());
        copy.put(chunk.getByteBuffer().slice()).flip();
        kept.add(copy);
      }
    }
    return chunk;
  }

  /** One demand at a time reaches the client; who asked last is told. */
  private void demand(Runnable callback) {
    synchronized (lock) {
      waiting = callback;
      if (demanded) {
        return;
      }
      demanded = true;
    }
    client.demand(this::available);
  }

  private void available() {
    Runnable callback;
    synchronized (lock) {
      demanded = false;
      callback = waiting;
      waiting = null;
    }
    if (callback != null) {
      callback.run();
    }
  }

  private final class View implements Content {
    private int next;

    @Override
    public String getContentType() {
      return client.getHeaders().get(HttpHeader.CONTENT_TYPE);
    }

    @Override
    public long getLength() {
      return client.getLength();
    }

    @Override
    public Chunk read() {
      synchronized (lock) {
        if (current != this) {
          return Chunk.from(new IOException("sent elsewhere"));
        }
        if (next < kept.size()) {
          ByteBuffer again = kept.get(next++).slice();
          return Chunk.from(again, complete && next == kept.size());
        }
        if (complete) {
          return Chunk.EOF;
        }
      }
      Chunk chunk = readOn();
      next = kept.size();
      return chunk;
    }

    @Override
    public void demand(Runnable callback) {
      boolean now;
      synchronized (lock) {
        now = complete || next < kept.size();
      }
      if (now) {
        invoker.run(callback);
      } else {
        ReplayableBody.this.demand(callback);
      }
    }

    /** Only this sending of it failed. */
    @Override
    public void fail(Throwable failed) {}
  }
}
