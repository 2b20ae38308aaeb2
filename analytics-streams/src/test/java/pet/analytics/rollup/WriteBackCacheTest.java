package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the store of a real topology. */
class WriteBackCacheTest {

  private final TopologyDriver driver =
      new TopologyDriver(new FulfilmentTopology(RollupTimes.DEFAULT, new MetricRegistry()));
  private final KeyValueStore<String, byte[]> store =
      driver.driver().getKeyValueStore("fulfilment-memory");
  private final WriteBackCache memory = new WriteBackCache(store);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void theNextStartRemembersWhatWasWritten() {
    memory.put("kept", Text.bytes("1"));
    memory.put("forgotten", Text.bytes("1"));
    memory.write();
    memory.put("kept", Text.bytes("2"));
    memory.delete("forgotten");
    memory.write();
    memory.put("lost", Text.bytes("1"));

    WriteBackCache next = new WriteBackCache(store);
    assertThat(next.get("kept")).isEqualTo(Text.bytes("2"));
    assertThat(next.get("forgotten")).isNull();
    assertThat(next.get("lost")).isNull();
  }

  @Test
  void whatHasChangedIsKnownBeforeItIsWritten() {
    memory.put("a", Text.bytes("1"));
    memory.write();
    assertThat(memory.get("b")).isNull();
    memory.put("b", Text.bytes("2"));
    memory.delete("a");
    assertThat(memory.get("b")).isEqualTo(Text.bytes("2"));
    assertThat(memory.get("a")).isNull();
  }

  @Test
  void remembersMoreThanItHolds() {
    Random random = new Random(7);
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      String key = "key-" + random.nextInt(30_000);
      byte[] known = memory.get(key);
      assertThat(known == null ? null : Text.of(known)).isEqualTo(expected.get(key));
      if (random.nextInt(4) == 0) {
        memory.delete(key);
        expected.remove(key);
      } else {
        memory.put(key, Text.bytes("value-" + i));
        expected.put(key, "value-" + i);
      }
      if (i % 20_000 == 0) {
        memory.write();
      }
    }
  }
}
