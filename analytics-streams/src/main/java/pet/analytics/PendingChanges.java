package pet.analytics;

import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import pet.analytics.Positions.Place;

/**
 * What one listener is still to be sent: the latest value of each key and no other, so that one who
 * reads slowly costs no more than there are keys, and never waits for what is out of date. Within a
 * partition it goes out in the order of offsets: whoever has seen one has nothing before it left.
 */
final class PendingChanges {

  private final Map<Id, Change> changes = new LinkedHashMap<>();
  private Positions sent;

  /** A new value. */
  record Change(Place place, long offset, String key, RawValue value) {}

  /** What is to be sent, and where its listener goes on after it. */
  record Next(Change change, Positions positions) {}

  private record Id(String rollup, String key) {}

  /**
   * @param seen what the listener has seen already is not sent again
   */
  PendingChanges(Positions seen) {
    this.sent = seen;
  }

  /** Takes changes in the order of their partition. */
  synchronized void add(Change change) {
    if (!sent.covers(change.place(), change.offset())) {
      Id id = new Id(change.place().rollup(), change.key());
      // Not replaced in its place: it would go out before smaller offsets of its partition.
      changes.remove(id);
      changes.put(id, change);
      notifyAll();
    }
  }

  synchronized Optional<Next> poll() {
    Iterator<Change> first = changes.values().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Change change = first.next();
    first.remove();
    sent = sent.after(change.place(), change.offset());
    return Optional.of(new Next(change, sent));
  }

  /** Waits for one if there is none. */
  synchronized Optional<Next> poll(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toMillis(); changes.isEmpty() && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
    return poll();
  }

  synchronized Positions positions() {
    return sent;
  }

  synchronized int size() {
    return changes.size();
  }
}
