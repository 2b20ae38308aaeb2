package pet.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.OrderUpdated;
import pet.domain.order.Refund;
import pet.messaging.EventBus;
import pet.order.OrderParts.RefundSum;

/**
 * One locked order in the hands of one transaction: what is told of it is gathered, then written,
 * and told on, once.
 */
final class OrderChange {

  private final Handle handle;
  private final OrderRows orders;
  private final OrderParts parts;
  private final OrderRow before;
  private final OrderLines lines;
  private final Instant now;
  private final List<Move> moves = new ArrayList<>();
  private final OrderDraft draft;
  private boolean counted = true;
  private boolean otherwiseChanged;
  private boolean refundCame;
  private Instant deliveredAt;

  /** A step, and who took it for what reason. */
  private record Move(OrderStatus from, OrderStatus to, String by, String note) {
    boolean jumped() {
      return !from.canStepTo(to);
    }
  }

  OrderChange(Handle handle, OrderRow order, Instant now) {
    this.handle = handle;
    this.orders = new OrderRows(handle);
    this.parts = new OrderParts(handle);
    this.before = order;
    this.draft = new OrderDraft(order);
    this.lines = new OrderLines(parts, order.id());
    this.now = now;
  }

  OrderStatus status() {
    return draft.status;
  }

  /** Takes over a version of the order that is not older than the one that is known. */
  void version(OrderReport report) {
    OrderReport.State state = report.state();
    draft.version(report);
    lines.version(report);
    if (state != null) {
      state.fulfillments().forEach(this::fulfillment);
      for (Refund refund : state.refunds()) {
        refund(refund, true);
        parts.refundIsInVersion(before.id(), refund.id());
      }
    }
    parts.refundsBefore(before.id(), report.updatedAt());
    parts.editsUntil(before.id(), report.updatedAt());
    refundCame |= draft.refundedInShop && !before.refundedInShop();
    counted = false;
  }

  /** Whose it is, as the newest version says. */
  void email(Emails emails, String email) {
    List<byte[]> known = emails.hashes(email);
    if (!known.isEmpty()
        && orders.setEmail(before.id(), emails.encrypt(email), emails.hash(email), known) > 0) {
      otherwiseChanged = true;
    }
  }

  /** Takes over a parcel; tells whether it is news. */
  boolean fulfillment(Fulfillment told) {
    Shipping shipping =
        told.shipping() == null || before.erasedAt() != null
            ? new Shipping(null, null, null)
            : told.shipping();
    int news =
        parts.putFulfillment(
            before.id(),
            told.id(),
            told.state().name(),
            isDelivered(told),
            shipping,
            told.updatedAt());
    if (news == 0) {
      return false;
    }
    lineChanges("FULFILLMENT", told.id(), told.lines());
    if (isDelivered(told)) {
      deliveredAt = told.updatedAt();
    }
    return true;
  }

  static boolean isDelivered(Fulfillment told) {
    return told.delivered() && told.state() != Fulfillment.State.FAILED;
  }

  /**
   * Takes over a refund, once by its id; tells whether it is new, or more of it is: what is told of
   * a refund only grows, so of two tellings the one that says more holds, in whatever order.
   *
   * @param inVersion whether the newest version of the order has it in its figures
   */
  boolean refund(Refund told, boolean inVersion) {
    boolean more = parts.putRefund(before.id(), told.id(), told.at(), amount(told), inVersion) > 0;
    long pieces = told.lines().stream().mapToLong(LineQuantity::quantity).sum();
    if (pieces > 0 && pieces > parts.refundedPieces(before.id(), told.id())) {
      lineChanges("REFUND", told.id(), told.lines());
      more = true;
    }
    if (more) {
      counted = false;
      refundCame = true;
    }
    return more;
  }

  /** In another currency than the order's, the lines alone count. */
  private long amount(Refund told) {
    String currency = told.currency() == null ? before.currency() : told.currency();
    if (told.amount() == null || !currency.equals(before.currency())) {
      return 0;
    }
    try {
      return Money.of(told.amount(), currency).minorUnits();
    } catch (InvalidInput e) {
      throw new InvalidInput("refund.amount", "must be a decimal amount of the order's currency");
    }
  }

  /**
   * Takes over an edit, once by its id; tells whether it is new. A version of the order that is not
   * older has it in its figures, unless that is the order as it was placed.
   */
  boolean edit(Edit told) {
    boolean edited = before.providerUpdatedAt().isAfter(before.providerCreatedAt());
    boolean inVersion = edited && !told.at().isAfter(before.providerUpdatedAt());
    if (parts.insertEdit(before.id(), told.id(), told.at(), inVersion) == 0) {
      return false;
    }
    lineChanges("EDIT", told.id(), told.changes());
    return true;
  }

  private void lineChanges(String kind, long id, List<LineQuantity> changes) {
    parts.replaceLineChanges(before.id(), kind, id, changes);
    counted = false;
  }

  /** The parcel, where one is under way. */
  void parcel(Shipping told) {
    if (draft.status.compareTo(OrderStatus.SHIPPED) < 0
        || draft.status == OrderStatus.CANCELLED
        || before.erasedAt() != null) {
      return;
    }
    Shipping none = new Shipping(null, null, null);
    parts
        .parcel(before.id())
        .or(() -> Optional.ofNullable(told).filter(shipping -> !shipping.equals(none)))
        .ifPresent(shipping -> draft.parcel = shipping);
  }

  /** Takes the step if the outside world may report it; tells whether it did. */
  boolean reported(OrderStatus target, String by, String note) {
    if (target == null || !draft.status.canBeReportedAs(target)) {
      return false;
    }
    move(target, by, note);
    return true;
  }

  /** Takes a step. */
  void move(OrderStatus target, String by, String note) {
    moves.add(new Move(draft.status, target, by, note));
    draft.status = target;
  }

  /**
   * What was delivered and then refunded as a whole came back. A refund counts as made afterwards
   * if it is told afterwards, or is not older than a delivery that is told now.
   */
  void returned(String by) {
    if (draft.status != OrderStatus.DELIVERED) {
      return;
    }
    RefundSum sum = count();
    boolean late =
        deliveredAt != null && sum.lastAt() != null && !sum.lastAt().isBefore(deliveredAt);
    boolean afterDelivery = before.status() == OrderStatus.DELIVERED ? refundCame : late;
    boolean all =
        draft.refundedInShop
            || (sum.number() > 0 && lines.allGone())
            || (draft.total > 0 && draft.refunded >= draft.total);
    if (afterDelivery && all) {
      move(OrderStatus.RETURNED, by, "all of it was refunded");
    }
  }

  private RefundSum count() {
    RefundSum sum = parts.refundSum(before.id());
    if (!counted) {
      lines.count();
      draft.refunded = sum.refunded();
      draft.currentTotal = draft.reportedTotal - sum.since();
      counted = true;
    }
    return sum;
  }

  /**
   * Writes what is other than before, and tells it on; a version that changes nothing else is noted
   * as the newest one.
   *
   * @return whether anything changed for whoever reads the order
   */
  boolean write(EventBus events) {
    if (!counted) {
      count();
    }
    boolean figures = lines.changed() || draft.hasOtherFigures();
    boolean changed = figures || otherwiseChanged || !moves.isEmpty() || draft.hasOtherParcel();
    Instant time = tell(events, figures);
    OrderRow after =
        changed
            ? draft.row(before.version() + 1, time)
            : draft.row(before.version(), before.updatedAt());
    if (!after.equals(before)) {
      orders.update(after);
    }
    lines.write();
    return changed;
  }

  /** Says when that was: at its last event, or now where there is none. */
  private Instant tell(EventBus events, boolean figures) {
    String id = before.id().toString();
    Instant time = now;
    if (figures) {
      Money total = new Money(draft.currentTotal, Currency.getInstance(before.currency()));
      time = events.publish(handle, new OrderUpdated(id, draft.status, lines.units(), total));
    }
    for (Move move : moves) {
      time =
          events.publish(handle, new OrderStatusChanged(id, move.from(), move.to(), move.jumped()));
      orders.appendHistory(before.id(), move.to(), time, move.by(), move.note(), move.jumped());
    }
    return time;
  }
}
