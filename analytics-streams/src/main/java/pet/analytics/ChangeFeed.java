package pet.analytics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import pet.analytics.PendingChanges.Change;
import pet.analytics.Positions.Place;

/**
 * Hands changes from the one who reads the topics to all who listen. It only ever puts them into
 * each one's {@link PendingChanges}: nobody who reads slowly holds up the reader or another.
 */
final class ChangeFeed {

  private final Map<Place, Long> last = new HashMap<>();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  private record Subscription(Predicate<Change> wanted, PendingChanges pending) {}

  /** A change, once it is among the values that {@link #open} is given. */
  synchronized void publish(Change change) {
    // The topics are read from the beginning again after trouble: what was handed out stays so.
    if (change.offset() > last.getOrDefault(change.place(), -1L)) {
      last.put(change.place(), change.offset());
      for (Subscription one : subscriptions) {
        if (one.wanted().test(change)) {
          one.pending().add(change);
        }
      }
    }
  }

  /**
   * Begins to listen.
   *
   * @param seen where to go on; null for one who is only told what comes from now on
   * @param values the latest of every key
   */
  synchronized PendingChanges open(
      Positions seen, Predicate<Change> wanted, Supplier<Collection<Change>> values) {
    PendingChanges pending;
    if (seen == null) {
      pending = new PendingChanges(new Positions(new TreeMap<>(last)));
    } else {
      pending = new PendingChanges(seen.within(last));
      List<Change> missed = new ArrayList<>(values.get());
      // What is read but not yet published comes by publish, behind what is smaller.
      missed.removeIf(c -> c.offset() > last.getOrDefault(c.place(), -1L) || !wanted.test(c));
      missed.sort(Comparator.comparingLong(Change::offset));
      missed.forEach(pending::add);
    }
    subscriptions.add(new Subscription(wanted, pending));
    return pending;
  }

  /** Whether everything up to there has been published here. */
  synchronized boolean hasRead(Positions seen) {
    return seen.equals(seen.within(last));
  }

  /**
   * The topic is read from its beginning again.
   *
   * @param end of the partition now; behind it there can be nothing that was published
   * @return whether it is another topic than the one that was read before, and begins anew
   */
  synchronized boolean forgetFrom(Place place, long end) {
    return last.getOrDefault(place, -1L) >= end && last.remove(place) != null;
  }

  /** Ends listening. */
  void close(PendingChanges pending) {
    subscriptions.removeIf(one -> one.pending() == pending);
  }
}
