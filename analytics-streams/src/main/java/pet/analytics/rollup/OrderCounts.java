package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pet.domain.Money;
import pet.domain.order.OrderStatus;

/** What happened to orders in one window. */
final class OrderCounts implements Counts<OrderCounts> {

  private long orders;
  private long units;
  private final Map<String, Sales> sales = new TreeMap<>();
  private final Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);

  /** Orders of one currency, and their sum in its minor units. */
  private record Sales(long orders, long minorUnits) {
    Sales plus(Sales other) {
      return new Sales(orders + other.orders, Math.addExact(minorUnits, other.minorUnits));
    }

    Money sum(String currency) {
      return new Money(minorUnits, Currency.getInstance(currency));
    }

    Money average(String currency) {
      long average =
          BigDecimal.valueOf(minorUnits)
              .divide(BigDecimal.valueOf(orders), 0, RoundingMode.HALF_UP)
              .longValueExact();
      return new Money(average, Currency.getInstance(currency));
    }
  }

  void created(OrderStatus status, int unitsOfOrder, Money total) {
    orders++;
    units += unitsOfOrder;
    sales.merge(total.currencyCode(), new Sales(1, total.minorUnits()), Sales::plus);
    entered(status);
  }

  void entered(OrderStatus status) {
    byStatus.merge(status, 1L, Long::sum);
  }

  @Override
  public long size() {
    return orders + sum(byStatus.values());
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void merge(OrderCounts other) {
    orders += other.orders;
    units += other.units;
    other.sales.forEach((currency, more) -> sales.merge(currency, more, Sales::plus));
    other.byStatus.forEach((status, more) -> byStatus.merge(status, more, Long::sum));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(orders);
    out.writeLong(units);
    out.writeShort(sales.size());
    for (Map.Entry<String, Sales> entry : sales.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().orders());
      out.writeLong(entry.getValue().minorUnits());
    }
    out.writeShort(byStatus.size());
    for (Map.Entry<OrderStatus, Long> entry : byStatus.entrySet()) {
      // By name: a status that is added in the middle must not change what old state means.
      out.writeUTF(entry.getKey().name());
      out.writeLong(entry.getValue());
    }
  }

  static OrderCounts read(DataInput in) throws IOException {
    OrderCounts counts = new OrderCounts();
    counts.orders = in.readLong();
    counts.units = in.readLong();
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      counts.sales.put(in.readUTF(), new Sales(in.readLong(), in.readLong()));
    }
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      counts.byStatus.put(OrderStatus.valueOf(in.readUTF()), in.readLong());
    }
    return counts;
  }

  @Override
  public Value value(WindowKey window, boolean isFinal) {
    return new Value(
        window.windowStart(),
        window.windowEnd(),
        isFinal,
        orders,
        units,
        sales.entrySet().stream().map(sold -> sold.getValue().sum(sold.getKey())).toList(),
        sales.entrySet().stream().map(sold -> sold.getValue().average(sold.getKey())).toList(),
        new EnumMap<>(byStatus));
  }

  /**
   * A value in {@code pet.analytics.orders}.
   *
   * @param isFinal whether the window has closed: its value changes no more
   * @param orders orders taken over from the shop in the window
   * @param units the sum of their lines' quantities, as the orders came
   * @param revenue the sum of their totals, one amount per currency; a later edit or refund does
   *     not change it
   * @param averageOrderValue each currency's revenue by its number of orders, rounded half-up to
   *     the minor unit
   * @param byStatus how many times an order entered the status in the window: the status of {@code
   *     order.created}, and where each {@code order.status_changed} led; statuses that nobody
   *     entered are left out
   */
  record Value(
      Instant windowStart,
      Instant windowEnd,
      @JsonProperty("final") boolean isFinal,
      long orders,
      long units,
      List<Money> revenue,
      List<Money> averageOrderValue,
      Map<OrderStatus, Long> byStatus) {}
}
