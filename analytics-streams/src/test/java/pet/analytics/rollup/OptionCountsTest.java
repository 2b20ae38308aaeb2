package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.OptionCounts.Choice;
import pet.analytics.rollup.OptionCounts.Options;
import pet.analytics.rollup.OptionCounts.Value;

class OptionCountsTest {

  private static final WindowKey WINDOW = Grain.DAY.windowOf(0);

  private final OptionsTopology rollup =
      new OptionsTopology(RollupTimes.DEFAULT, new MetricRegistry());

  @Test
  void countsMoreThanItGathers() {
    OptionCounts counts = rollup.empty();
    for (int i = 0; i < 10_000; i++) {
      counts.designed(new Options("M", "color-" + i % 500, "hardware-" + i % 7, null));
      counts.ordered(new Options("L", "ocean", "gold", "font-" + i % 3), 2);
    }
    Value value = counts.value(WINDOW, false);
    assertThat(value.designs().sizes()).containsExactly(new Choice("M", 10_000));
    assertThat(value.designs().colors()).hasSize(20).allMatch(choice -> choice.count() == 20);
    assertThat(value.designs().hardware()).hasSize(7);
    assertThat(value.designs().fonts()).isEmpty();
    assertThat(value.orderedUnits().sizes()).containsExactly(new Choice("L", 20_000));
    assertThat(value.orderedUnits().fonts().get(0)).isEqualTo(new Choice("font-0", 6_668));
  }

  @Test
  void whatIsWrittenAndAddedUpHasAllOfIt() {
    OptionCounts one = rollup.empty();
    one.designed(new Options("M", "ocean", null, null));
    OptionCounts read = Partial.read(Partial.write(0, one), rollup);
    read.designed(new Options("M", "coral", null, null));
    OptionCounts other = rollup.empty();
    other.ordered(new Options("M", null, null, null), 3);
    read.merge(other);
    read.merge(one);

    Value value = read.value(WINDOW, false);
    assertThat(value.designs().sizes()).containsExactly(new Choice("M", 3));
    assertThat(value.designs().colors())
        .containsExactly(new Choice("ocean", 2), new Choice("coral", 1));
    assertThat(value.orderedUnits().sizes()).containsExactly(new Choice("M", 3));
  }
}
