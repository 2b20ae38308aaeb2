package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pet.analytics.PendingChanges.Change;
import pet.analytics.PendingChanges.Next;
import pet.analytics.Positions.Place;

/** Two replicas read the same topic; a listener goes from one to the other. */
class ChangeFeedTest {

  private static final Place PLACE = new Place("designs", 0);

  private final ChangeFeed one = new ChangeFeed();
  private final ChangeFeed other = new ChangeFeed();
  private final Map<String, Change> values = new HashMap<>();

  @BeforeEach
  void before() {
    change(0, "a");
    change(1, "b");
  }

  @Test
  void whoComesNewIsToldWhatComesFromNowOn() {
    PendingChanges pending = open(one, null);
    change(2, "c");
    assertThat(offsets(pending)).containsExactly(2L);
  }

  @Test
  void whoComesBackToAnotherReplicaMissesNothing() {
    PendingChanges pending = open(one, null);
    change(2, "a");
    String id = pending.poll().map(n -> n.positions().text()).orElseThrow();
    one.close(pending);
    change(3, "b");
    change(4, "a");
    change(5, "b");
    PendingChanges again = open(other, Positions.parse(id));
    change(6, "c");
    assertThat(offsets(again)).containsExactly(4L, 5L, 6L);
    assertThat(offsets(pending)).isEmpty();
  }

  @Test
  void whatIsReadTwiceIsToldOnce() {
    PendingChanges pending = open(one, null);
    one.publish(values.get("a"));
    one.publish(values.get("b"));
    assertThat(offsets(pending)).isEmpty();
  }

  @Test
  void onlyWhatIsAskedForIsTold() {
    PendingChanges pending = one.open(null, c -> c.key().equals("b"), values::values);
    change(2, "a");
    change(3, "b");
    assertThat(offsets(pending)).containsExactly(3L);
  }

  private PendingChanges open(ChangeFeed feed, Positions seen) {
    return feed.open(seen, change -> true, values::values);
  }

  private void change(long offset, String key) {
    Change change = new Change(PLACE, offset, key, new RawValue("{}"));
    values.put(key, change);
    one.publish(change);
    other.publish(change);
  }

  private static List<Long> offsets(PendingChanges pending) {
    List<Long> offsets = new ArrayList<>();
    for (Optional<Next> next = pending.poll(); next.isPresent(); next = pending.poll()) {
      offsets.add(next.get().change().offset());
    }
    return offsets;
  }
}
