package pet.order;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import pet.domain.builder.DesignId;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.messaging.Inbox;
import pet.platform.Store;

/** Takes the shop's reports into account. */
final class OrderReports {

  private static final String CONSUMER = "order";
  private static final String SHOPIFY = "shopify";

  private final Store store;
  private final Emails emails;
  private final Clock clock;

  OrderReports(Store store, Emails emails, Clock clock) {
    this.store = store;
    this.emails = emails;
    this.clock = clock;
  }

  /** See {@link pet.domain.order.Orders#report}. */
  ReportResult report(OrderReport report) {
    ReportCheck.check(report);
    return store.jdbi().inTransaction(handle -> report(handle, report));
  }

  private ReportResult report(Handle handle, OrderReport report) {
    OrderDao orders = handle.attach(OrderDao.class);
    if (report.fact() == Fact.CREATED) {
      return once(handle, report, () -> create(handle, orders, report));
    }
    Optional<OrderRow> order = orders.lockByShopifyId(report.shopifyOrderId(), OrderDao.COLUMNS);
    if (order.isEmpty()) {
      // Not noted in the inbox: the same delivery comes again once its order exists.
      return new ReportResult(Outcome.UNKNOWN_ORDER, "the order is not known yet");
    }
    return once(handle, report, () -> move(handle, orders, order.get(), report));
  }

  /** A delivery that is reported again has the result that it had, and no second effect. */
  private static ReportResult once(Handle handle, OrderReport report, Supplier<ReportResult> work) {
    return read(Inbox.once(handle, CONSUMER, report.deliveryId(), () -> write(work.get())));
  }

  private static String write(ReportResult result) {
    return result.reason() == null
        ? result.outcome().name()
        : result.outcome() + ":" + result.reason();
  }

  private static ReportResult read(String result) {
    String[] parts = result.split(":", 2);
    return parts[0].isEmpty()
        ? noEffect("the delivery was applied before")
        : new ReportResult(Outcome.valueOf(parts[0]), parts.length == 1 ? null : parts[1]);
  }

  private ReportResult create(Handle handle, OrderDao orders, OrderReport report) {
    Instant now = now();
    OrderStatus status = report.paymentPending() ? OrderStatus.PENDING : OrderStatus.CONFIRMED;
    NewOrder order =
        new NewOrder(
            UUID.randomUUID(),
            MaskedId.next(),
            status,
            emails.encrypt(report.email()),
            emails.hash(report.email()),
            report,
            now);
    if (orders.insert(order) == 0) {
      return noEffect("the order is known already");
    }
    insertItems(orders, order.id(), report.lines());
    orders.appendHistory(order.id(), status, now, SHOPIFY, "orders/create", false);
    int units = report.lines().stream().mapToInt(Line::quantity).sum();
    store
        .events()
        .publish(
            handle,
            new OrderCreated(
                order.id().toString(),
                null,
                status,
                units,
                report.totals().total(),
                report.createdAt(),
                designs(report.lines())));
    return new ReportResult(Outcome.APPLIED, null);
  }

  /** A line's properties are the customer's to write: only what can be a design's id is told on. */
  private static List<OrderCreated.Design> designs(List<Line> lines) {
    List<OrderCreated.Design> designs = new ArrayList<>();
    for (Line line : lines) {
      Optional<DesignId> id = DesignId.parse(line.designId());
      if (id.isPresent() && line.designRevision() != null) {
        designs.add(
            new OrderCreated.Design(id.get().toString(), line.designRevision(), line.quantity()));
      }
    }
    return designs;
  }

  private static void insertItems(OrderDao orders, UUID id, List<Line> lines) {
    int position = 1;
    for (Line line : lines) {
      orders.insertItem(
          id,
          position++,
          line.shopifyLineId(),
          line.title(),
          line.sku(),
          line.quantity(),
          line.price().minorUnits(),
          line.designId(),
          line.designRevision());
    }
  }

  private ReportResult move(Handle handle, OrderDao orders, OrderRow order, OrderReport report) {
    if (report.updatedAt().isBefore(order.providerUpdatedAt())) {
      return noEffect("a newer version of the order is known");
    }
    OrderStatus from = order.status();
    OrderStatus to = target(report.fact());
    if (report.fact() == Fact.FULFILLED && isOnItsWay(from) && tellsNew(report.shipping(), order)) {
      return keepParcel(orders, order, report);
    }
    if (!from.canBeReportedAs(to)) {
      return noEffect("an order that is " + from + " does not become " + to);
    }
    Instant now = now();
    OrderReport.Shipping shipping = report.shipping();
    orders.move(
        order.id(),
        to,
        shipping == null ? order.carrier() : shipping.carrier(),
        shipping == null ? order.trackingNumber() : shipping.trackingNumber(),
        shipping == null ? order.trackingUrl() : shipping.trackingUrl(),
        report.updatedAt(),
        now);
    boolean jumped = !from.canStepTo(to);
    orders.appendHistory(order.id(), to, now, SHOPIFY, topic(report.fact()), jumped);
    store.events().publish(handle, new OrderStatusChanged(order.id().toString(), from, to, jumped));
    return new ReportResult(Outcome.APPLIED, null);
  }

  /**
   * Staff may have said SHIPPED before the shop did: the parcel's number is kept, the status stays.
   * No event tells it, for the status, the lines and the totals are what they were.
   */
  private ReportResult keepParcel(OrderDao orders, OrderRow order, OrderReport report) {
    OrderReport.Shipping parcel = report.shipping();
    orders.move(
        order.id(),
        order.status(),
        parcel.carrier(),
        parcel.trackingNumber(),
        parcel.trackingUrl(),
        report.updatedAt(),
        now());
    return new ReportResult(Outcome.APPLIED, null);
  }

  private static boolean isOnItsWay(OrderStatus status) {
    return status == OrderStatus.SHIPPED
        || status == OrderStatus.DELIVERED
        || status == OrderStatus.RETURNED;
  }

  /** Whether the shop knows a parcel, and another one than we do. */
  private static boolean tellsNew(OrderReport.Shipping parcel, OrderRow order) {
    OrderReport.Shipping none = new OrderReport.Shipping(null, null, null);
    OrderReport.Shipping known =
        new OrderReport.Shipping(order.carrier(), order.trackingNumber(), order.trackingUrl());
    return parcel != null && !parcel.equals(none) && !parcel.equals(known);
  }

  private static OrderStatus target(Fact fact) {
    return switch (fact) {
      case CREATED, PAID -> OrderStatus.CONFIRMED;
      case FULFILLED -> OrderStatus.SHIPPED;
      case CANCELLED -> OrderStatus.CANCELLED;
    };
  }

  private static String topic(Fact fact) {
    return switch (fact) {
      case CREATED -> "orders/create";
      case PAID -> "orders/paid";
      case FULFILLED -> "orders/fulfilled";
      case CANCELLED -> "orders/cancelled";
    };
  }

  private static ReportResult noEffect(String reason) {
    return new ReportResult(Outcome.NO_EFFECT, reason);
  }

  /** As PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
