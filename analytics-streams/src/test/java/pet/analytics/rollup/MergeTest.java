package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.domain.order.OrderStatus.CONFIRMED;
import static pet.domain.order.OrderStatus.SHIPPED;

import com.codahale.metrics.MetricRegistry;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import pet.domain.Money;

/** What several partitions count is the same as what one would have counted. */
class MergeTest {

  private static final WindowKey WINDOW =
      WindowKey.parse("hour|2026-11-22T19:00:00Z|further|dimensions");

  @Test
  void orders() {
    OrdersTopology rollup = new OrdersTopology(RollupTimes.DEFAULT, new MetricRegistry());
    OrderCounts whole = rollup.empty();
    OrderCounts left = rollup.empty();
    OrderCounts right = rollup.empty();
    IntStream.range(0, 100)
        .forEach(
            i -> {
              Money total = Money.of(Integer.toString(i), i % 3 == 0 ? "JPY" : "USD");
              for (OrderCounts counts : new OrderCounts[] {whole, i % 7 == 0 ? left : right}) {
                counts.created(CONFIRMED, i, total);
                counts.entered(SHIPPED);
              }
            });
    OrderCounts merged = rollup.empty();
    merged.merge(Partial.read(Partial.write(0, left), rollup));
    merged.merge(Partial.read(Partial.write(3, right), rollup));
    assertThat(merged.value(WINDOW, false)).isEqualTo(whole.value(WINDOW, false));
  }

  @Test
  void designers() {
    DesignsTopology rollup = new DesignsTopology(RollupTimes.DEFAULT, new MetricRegistry());
    DesignCounts[] partitions = {rollup.empty(), rollup.empty(), rollup.empty()};
    IntConsumer design = i -> partitions[i % 3].created("person-" + i / 2);
    IntStream.range(0, 6_000).forEach(design);
    DesignCounts merged = rollup.empty();
    for (int p = 0; p < partitions.length; p++) {
      byte[] bytes = Partial.write(p, partitions[p]);
      assertThat(Partial.partition(bytes)).isEqualTo(p);
      merged.merge(Partial.read(bytes, rollup));
    }
    DesignCounts.Value value = merged.value(WINDOW, true);
    assertThat(value.created()).isEqualTo(6_000);
    assertThat(value.isFinal()).isTrue();
    assertThat(value.designers()).isCloseTo(3_000, Percentage.withPercentage(4.9));
  }
}
