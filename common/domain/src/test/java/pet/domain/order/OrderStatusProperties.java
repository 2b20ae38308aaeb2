package pet.domain.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class OrderStatusProperties {

  @Property
  void whateverIsReportedInWhateverOrderAnOrderOnlyMovesForward(
      @ForAll @Size(max = 30) List<OrderStatus> reports) {
    OrderStatus now = OrderStatus.PENDING;
    int moves = 0;
    for (OrderStatus report : reports) {
      if (now.canBeReportedAs(report)) {
        assertThat(report).isGreaterThan(now);
        now = report;
        moves++;
      }
      assertThat(now.canBeReportedAs(now)).isFalse();
    }
    assertThat(moves).isLessThan(OrderStatus.values().length);
  }

  @Property
  void onceShippedNothingCancels(@ForAll @Size(max = 30) List<OrderStatus> reports) {
    OrderStatus now = OrderStatus.SHIPPED;
    for (OrderStatus report : reports) {
      now = now.canBeReportedAs(report) || now.canStepTo(report) ? report : now;
      assertThat(now).isNotEqualTo(OrderStatus.CANCELLED);
    }
  }

  @Property
  void stepsEndInAnEndOrGoOnForEverOnlyThroughQualityCheck(
      @ForAll @Size(max = 30) List<OrderStatus> wishes) {
    OrderStatus now = OrderStatus.PENDING;
    for (OrderStatus wish : wishes) {
      if (now.canStepTo(wish)) {
        assertThat(wish.compareTo(now) > 0 || now == OrderStatus.QUALITY_CHECK).isTrue();
        now = wish;
      }
    }
  }
}
