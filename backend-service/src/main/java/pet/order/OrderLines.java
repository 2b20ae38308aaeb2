package pet.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import pet.domain.builder.DesignId;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Line;
import pet.order.OrderParts.LineSum;

/**
 * Changes the lines of one order within a transaction. The quantity left of a line is that of the
 * order's newest version, less refunds and edits that this version does not include yet.
 */
final class OrderLines {

  private final OrderParts parts;
  private final UUID orderId;
  private final List<ItemRow> kept;
  private List<ItemRow> items;

  OrderLines(OrderParts parts, UUID orderId) {
    this.parts = parts;
    this.orderId = orderId;
    kept = parts.items(orderId);
    items = kept;
  }

  List<ItemRow> items() {
    return items;
  }

  /** How many pieces are left. */
  int units() {
    return items.stream().mapToInt(ItemRow::current).sum();
  }

  /** Whether no piece is left of what was ordered. */
  boolean allGone() {
    return items.stream().anyMatch(item -> item.quantity() > 0)
        && items.stream().allMatch(item -> item.current() == 0);
  }

  /** Applies a version of the order. A line that it no longer has is kept, with no piece left. */
  void version(OrderReport report) {
    Map<Long, Integer> left =
        report.state() == null
            ? Map.of()
            : report.state().quantities().stream()
                .collect(
                    Collectors.toMap(
                        LineQuantity::shopifyLineId,
                        LineQuantity::quantity,
                        (first, same) -> same));
    // In turn: nothing keeps a shop from telling of two lines under one id.
    Map<Long, Deque<ItemRow>> known = new HashMap<>();
    items.forEach(
        item -> known.computeIfAbsent(item.shopifyLineId(), id -> new ArrayDeque<>()).add(item));
    Map<Integer, ItemRow> next = new HashMap<>();
    int positions = items.size();
    for (Line line : report.lines()) {
      Deque<ItemRow> same = known.get(line.shopifyLineId());
      ItemRow before = same == null ? null : same.poll();
      int position = before == null ? ++positions : before.position();
      int reported = left.getOrDefault(line.shopifyLineId(), line.quantity());
      next.put(position, item(position, line, reported, before));
    }
    known.values().stream()
        .flatMap(Deque::stream)
        .forEach(gone -> next.put(gone.position(), gone.withReported(0)));
    List<ItemRow> all = new ArrayList<>();
    for (int position = 1; position <= positions; position++) {
      all.add(next.get(position));
    }
    items = all;
  }

  // A line points at the revision that it was made from for ever, whatever its properties say
  // later.
  private static ItemRow item(int position, Line line, int reported, ItemRow before) {
    boolean bound = before != null && before.designId() != null;
    return new ItemRow(
        position,
        line.shopifyLineId(),
        line.title(),
        line.sku(),
        line.quantity(),
        reported,
        reported,
        0,
        0,
        line.price().minorUnits(),
        bound ? before.designId() : line.designId(),
        bound ? before.designRevision() : line.designRevision(),
        check(
            bound ? before.designId() : line.designId(),
            before != null && before.price() == line.price().minorUnits()
                ? before.priceCheck()
                : null));
  }

  /**
   * The known result of the price check if the price is the same; otherwise it is to be checked
   * again.
   */
  private static String check(String designId, String known) {
    if (designId == null || known != null) {
      return known;
    }
    return DesignId.parse(designId).isPresent()
        ? PriceCheck.PENDING.name()
        : PriceCheck.UNKNOWN.name();
  }

  /** Counts again what parcels, refunds and edits mean for each line. */
  void count() {
    Map<Long, LineSum> sums =
        parts.lineSums(orderId).stream()
            .collect(Collectors.toMap(LineSum::shopifyLineId, Function.identity()));
    LineSum none = new LineSum(0, 0, 0, 0, 0);
    items =
        items.stream()
            .map(item -> counted(item, sums.getOrDefault(item.shopifyLineId(), none)))
            .toList();
  }

  private static ItemRow counted(ItemRow item, LineSum sum) {
    return item.withCounts(
        left(item.reported(), sum.refundedSince(), sum.editedSince()),
        sum.refunded(),
        sum.fulfilled());
  }

  /** Never negative, whatever is reported in whatever order. */
  static int left(int reported, int refundedSince, int editedSince) {
    return Math.max(0, reported - refundedSince + editedSince);
  }

  /** Whether a line differs from what was read. */
  boolean changed() {
    return !items.equals(kept);
  }

  void write() {
    List<ItemRow> other = items.stream().filter(item -> !kept.contains(item)).toList();
    if (!other.isEmpty()) {
      parts.putItems(orderId, other);
    }
  }
}
