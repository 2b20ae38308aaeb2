package pet.domain.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStatusTest {

  /** The single steps; whatever is not in the table is refused. */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "PENDING,       CONFIRMED CANCELLED",
    "CONFIRMED,     IN_PRODUCTION CANCELLED",
    "IN_PRODUCTION, QUALITY_CHECK CANCELLED",
    "QUALITY_CHECK, SHIPPED IN_PRODUCTION CANCELLED",
    "SHIPPED,       DELIVERED",
    "DELIVERED,     RETURNED",
    "RETURNED,      ''",
    "CANCELLED,     ''",
  })
  void stepsByTheTableAndNoOther(OrderStatus from, String targets) {
    for (OrderStatus to : OrderStatus.values()) {
      assertThat(from.canStepTo(to))
          .as("%s -> %s", from, to)
          .isEqualTo(parse(targets).contains(to));
    }
  }

  /** What the outside world may report: forward jumps, and the ends only from where they exist. */
  @ParameterizedTest(name = "{0} => {1}")
  @CsvSource({
    "PENDING,       CONFIRMED IN_PRODUCTION QUALITY_CHECK SHIPPED DELIVERED CANCELLED",
    "CONFIRMED,     IN_PRODUCTION QUALITY_CHECK SHIPPED DELIVERED CANCELLED",
    "IN_PRODUCTION, QUALITY_CHECK SHIPPED DELIVERED CANCELLED",
    "QUALITY_CHECK, SHIPPED DELIVERED CANCELLED",
    "SHIPPED,       DELIVERED",
    "DELIVERED,     RETURNED",
    "RETURNED,      ''",
    "CANCELLED,     ''",
  })
  void reportsByTheTableAndNoOther(OrderStatus from, String targets) {
    for (OrderStatus to : OrderStatus.values()) {
      assertThat(from.canBeReportedAs(to))
          .as("%s => %s", from, to)
          .isEqualTo(parse(targets).contains(to));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noReportLeadsBackOrNowhere(OrderStatus from) {
    assertThat(OrderStatus.values())
        .filteredOn(from::canBeReportedAs)
        .allSatisfy(to -> assertThat(to.canBeReportedAs(from)).isFalse())
        .doesNotContain(from);
  }

  private static Set<OrderStatus> parse(String names) {
    EnumSet<OrderStatus> parsed = EnumSet.noneOf(OrderStatus.class);
    Arrays.stream(names.split(" "))
        .filter(n -> !n.isEmpty())
        .map(OrderStatus::valueOf)
        .forEach(parsed::add);
    return parsed;
  }
}
