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
 * Changes one locked order within a transaction: first the changes are collected, then they are
 * written and published once.
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

  /** A change of status: who made it and why. */
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

  /** Applies a version of the order that is not older than the known one. */
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

  /** Sets the customer's email of the newest version. */
  void email(Emails emails, String email) {
    List<byte[]> known = emails.hashes(email);
    if (!known.isEmpty()
        && orders.setEmail(before.id(), emails.encrypt(email), emails.hash(email), known) > 0) {
      otherwiseChanged = true;
    }
  }

  /** Applies a parcel; returns false if a newer version of it is known. */
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
   * Applies a refund, once by its id. A refund only grows: if two reports of it differ the larger
   * one holds, whichever comes first. Returns whether the refund is new or larger than before.
   *
   * @param inVersion whether the figures of the order's newest version include it
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

  /** Zero if it is in another currency than the order: then only the lines count. */
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
   * Applies an edit, once by its id; returns whether it is new. The figures of a version of the
   * order that is not older include it, unless that version is the order as it was placed.
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

  /** Shows the parcel on an order that was shipped. */
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

  /** Moves the order if a report may do so; returns whether it did. */
  boolean reported(OrderStatus target, String by, String note) {
    if (target == null || !draft.status.canBeReportedAs(target)) {
      return false;
    }
    move(target, by, note);
    return true;
  }

  /** Moves the order. */
  void move(OrderStatus target, String by, String note) {
    moves.add(new Move(draft.status, target, by, note));
    draft.status = target;
  }

  /**
   * Moves a delivered order that was then fully refunded to RETURNED. A refund counts as later than
   * the delivery if it is reported later, or is not older than a delivery that is reported now.
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
   * Writes and publishes what has changed. A version that changes nothing is only recorded as the
   * newest one.
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

  /** Publishes the events; returns the time of the last one, or now if there is none. */
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
