package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the store of a real topology. */
class EventIdsTest {

  private static final long TIME = Instant.parse("2026-11-22T19:05:30Z").toEpochMilli();

  private final TopologyDriver driver =
      new TopologyDriver(new DesignsTopology(RollupTimes.DEFAULT, new MetricRegistry()));
  private final WindowStore<String, byte[]> store =
      driver.driver().getWindowStore("designs-ids-by-minute");
  private final EventIds ids = new EventIds(store);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void knowsWhatItWasTold() {
    add(ids, "a", TIME);
    assertThat(knows(ids, "a", TIME)).isTrue();
    assertThat(knows(ids, "b", TIME)).isFalse();
  }

  @Test
  void theNextStartKnowsWhatWasWritten() {
    add(ids, "a", TIME);
    ids.write();
    add(ids, "b", TIME + 1);
    add(ids, "a", TIME);
    add(ids, "c", TIME - EventIds.MINUTE);
    ids.write();
    add(ids, "d", TIME);

    EventIds next = new EventIds(store);
    assertThat(knows(next, "a", TIME)).isTrue();
    assertThat(knows(next, "b", TIME)).isTrue();
    assertThat(knows(next, "c", TIME - EventIds.MINUTE)).isTrue();
    assertThat(knows(next, "d", TIME)).isFalse();

    add(next, "e", TIME);
    next.write();
    assertThat(knows(new EventIds(store), "a", TIME)).isTrue();
    assertThat(knows(new EventIds(store), "e", TIME)).isTrue();
  }

  @Test
  void whatIsCommittedIsKnownAtTheNextStart() {
    ProducerRecord<String, byte[]> event =
        Events.record("2026-11-22T19:05:30Z", Events.created("d1", "ann"));
    driver.send(event);
    assertThat(knows(new EventIds(store), id(event), TIME)).isTrue();
  }

  @Test
  void soIsWhatWasBroughtToItsDesign() {
    try (TopologyDriver options =
        new TopologyDriver(new OptionsTopology(RollupTimes.DEFAULT, new MetricRegistry()))) {
      ProducerRecord<String, byte[]> event =
          Events.record("2026-11-22T19:05:30Z", Events.ordered("o1", Events.units("d1", 1, 2)));
      options.send(event);
      EventIds next = new EventIds(options.driver().getWindowStore("options-feed-ids-by-minute"));
      assertThat(knows(next, id(event), TIME)).isTrue();
    }
  }

  @Test
  void knowsMoreThanItHolds() {
    for (int minute = 0; minute < 1_000; minute++) {
      add(ids, "of-" + minute, TIME - minute * EventIds.MINUTE);
    }
    ids.write();
    for (int i = 0; i < 100_000; i++) {
      add(ids, "id-" + i, TIME + 3L * i);
    }
    ids.write();
    for (int minute = 0; minute < 1_000; minute++) {
      assertThat(knows(ids, "of-" + minute, TIME - minute * EventIds.MINUTE)).isTrue();
    }
    for (int i = 0; i < 100_000; i += 999) {
      assertThat(knows(ids, "id-" + i, TIME + 3L * i)).isTrue();
    }
  }

  @Test
  void aMinuteMayBeCommittedMoreOftenThanItHasMilliseconds() {
    for (int i = 0; i <= EventIds.MINUTE + 1; i++) {
      add(ids, "id-" + i, TIME);
      ids.write();
    }
    EventIds next = new EventIds(store);
    for (int i = 0; i <= EventIds.MINUTE + 1; i += 100) {
      assertThat(knows(next, "id-" + i, TIME)).isTrue();
    }
    assertThat(knows(next, "id-" + EventIds.MINUTE, TIME)).isTrue();
    assertThat(knows(next, "id-" + (EventIds.MINUTE + 1), TIME)).isTrue();
  }

  private static String id(ProducerRecord<String, byte[]> event) {
    return new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  private static void add(EventIds ids, String id, long time) {
    ids.add(EventIds.hash(id), time);
  }

  private static boolean knows(EventIds ids, String id, long time) {
    return ids.contains(EventIds.hash(id), time);
  }
}
