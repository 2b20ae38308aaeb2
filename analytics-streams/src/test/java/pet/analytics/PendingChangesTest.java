package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.util.RawValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.analytics.PendingChanges.Change;
import pet.analytics.PendingChanges.Next;
import pet.analytics.Positions.Place;

/** One who comes back with the id of the last event has everything in the end. */
class PendingChangesTest {

  private static final Place FIRST = new Place("designs", 0);
  private static final Place SECOND = new Place("designs", 1);

  @Test
  void oneWhoReadsSlowlyGetsTheLatestOfEachKeyOnly() {
    PendingChanges pending = new PendingChanges(Positions.NONE);
    for (int offset = 0; offset < 10_000; offset++) {
      pending.add(change(FIRST, offset, "k" + offset % 3));
    }
    assertThat(pending.size()).isEqualTo(3);
    assertThat(pending.poll().map(n -> n.positions().text())).contains("designs-0:9997");
  }

  @Test
  void whatWasSeenIsNotSentAgain() {
    PendingChanges pending = new PendingChanges(Positions.parse("designs-0:5"));
    pending.add(change(FIRST, 5, "seen"));
    pending.add(change(FIRST, 6, "new"));
    pending.add(change(SECOND, 0, "elsewhere"));
    assertThat(pending.poll().map(n -> n.change().key())).contains("new");
    assertThat(pending.poll().map(n -> n.positions().text())).contains("designs-0:6,designs-1:0");
    assertThat(pending.poll()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostWhereverAListenerLeavesAndComesBack(long seed) {
    Random random = new Random(seed);
    Map<String, Change> latest = new HashMap<>();
    Map<String, Change> known = new HashMap<>();
    long[] offsets = new long[2];
    String lastEvent = null;
    PendingChanges pending = new PendingChanges(Positions.NONE);
    for (int i = 0; i < 2_000; i++) {
      int partition = random.nextInt(2);
      Place place = partition == 0 ? FIRST : SECOND;
      // Transactions leave holes.
      offsets[partition] += 1 + random.nextInt(3);
      Change change = change(place, offsets[partition], partition + "k" + random.nextInt(20));
      latest.put(change.key(), change);
      pending.add(change);
      if (random.nextInt(3) == 0) {
        lastEvent = take(pending, known).orElse(lastEvent);
      }
      if (random.nextInt(50) == 0) {
        pending = resumed(lastEvent, latest);
      }
    }
    for (Optional<String> id = take(pending, known); id.isPresent(); id = take(pending, known)) {
      assertThat(id.get()).isNotEmpty();
    }
    assertThat(known).isEqualTo(latest);
  }

  @Test
  void anIdIsReadAsItWasWritten() {
    Positions positions = Positions.NONE.after(SECOND, 7).after(FIRST, 3).after(FIRST, 2);
    assertThat(positions.text()).isEqualTo("designs-0:3,designs-1:7");
    assertThat(Positions.parse(positions.text())).isEqualTo(positions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17", "designs-0", "designs-0:x", "designs-0:1,,", "-1:2", "a-1:-2"})
  void whatCannotBeAnIdIsNone(String text) {
    assertThat(Positions.parse(text)).isEqualTo(Positions.NONE);
  }

  @Test
  void anIdOfATopicThatWasMadeAnewIsNotBelieved() {
    Positions positions = Positions.parse("designs-0:900,designs-1:7");
    assertThat(positions.within(Map.of(FIRST, 12L, SECOND, 7L)).text()).isEqualTo("designs-1:7");
  }

  private static Optional<String> take(PendingChanges pending, Map<String, Change> known) {
    Optional<Next> next = pending.poll();
    next.ifPresent(n -> known.put(n.change().key(), n.change()));
    return next.map(n -> n.positions().text());
  }

  /** As another replica does: from what is compacted, by offset. */
  private static PendingChanges resumed(String lastEvent, Map<String, Change> latest) {
    PendingChanges pending = new PendingChanges(Positions.parse(lastEvent));
    TreeMap<Long, List<Change>> byOffset = new TreeMap<>();
    latest
        .values()
        .forEach(
            change ->
                byOffset.merge(
                    change.offset(),
                    List.of(change),
                    (some, more) -> List.of(some.get(0), more.get(0))));
    byOffset.values().forEach(changes -> changes.forEach(pending::add));
    return pending;
  }

  private static Change change(Place place, long offset, String key) {
    return new Change(place, offset, key, new RawValue("{\"created\":" + offset + "}"));
  }
}
