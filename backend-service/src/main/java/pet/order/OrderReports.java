package pet.order;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import pet.domain.InvalidInput;
import pet.domain.builder.DesignId;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderName;
import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.ShopOrders;
import pet.messaging.Inbox;
import pet.platform.Store;

/** Applies reports about orders: whole orders, and parcels, refunds, edits and payments. */
final class OrderReports {

  static final String CONSUMER = "order";
  private static final String SHOPIFY = "shopify";
  private static final String STRIPE = "stripe";

  private final Store store;
  private final Emails emails;
  private final Clock clock;

  OrderReports(Store store, Emails emails, Clock clock) {
    this.store = store;
    this.emails = emails;
    this.clock = clock;
  }

  /** See {@link pet.domain.order.Orders#reports}. */
  List<ReportResult> report(List<OrderReport> reports) {
    if (reports == null || reports.size() > Orders.MOST_REPORTS) {
      throw new InvalidInput("reports", "must be at most " + Orders.MOST_REPORTS);
    }
    reports.forEach(ReportCheck::check);
    return store
        .jdbi()
        .inTransaction(handle -> reports.stream().map(report -> report(handle, report)).toList());
  }

  /** See {@link pet.domain.order.Orders#news}. */
  ReportResult news(OrderNews news) {
    ReportCheck.check(news);
    return store
        .jdbi()
        .inTransaction(
            handle ->
                known(
                    handle,
                    news.shopifyOrderId(),
                    news.deliveryId(),
                    order -> apply(new OrderChange(handle, order, now()), news)));
  }

  /** See {@link pet.domain.order.Orders#versions}. */
  List<OrderVersion> versions(ShopOrders told) {
    if (told == null) {
      throw new InvalidInput("orders", "is required");
    }
    return told.shopifyOrderIds().isEmpty()
        ? List.of()
        : store
            .jdbi()
            .withExtension(
                OrderDao.class, dao -> dao.versions(List.copyOf(told.shopifyOrderIds())));
  }

  /** See {@link pet.domain.order.Orders#named}. */
  OrderNamed named(OrderName name) {
    if (name == null) {
      throw new InvalidInput("name", "is required");
    }
    List<Long> found =
        store
            .jdbi()
            .withExtension(
                OrderDao.class,
                dao ->
                    name.id() == null
                        ? dao.shopifyIdsByNumber(name.number())
                        : dao.shopifyIdsById(OrderService.uuid(name.id()).orElse(null), name.id()));
    return new OrderNamed(found.size() == 1 ? found.get(0) : null);
  }

  private ReportResult report(Handle handle, OrderReport report) {
    if (report.fact() == Fact.CREATED) {
      return once(handle, report.deliveryId(), () -> create(handle, report));
    }
    return known(
        handle,
        report.shopifyOrderId(),
        report.deliveryId(),
        order -> apply(new OrderChange(handle, order, now()), order, report));
  }

  private static ReportResult known(
      Handle handle,
      long shopifyOrderId,
      String deliveryId,
      Function<OrderRow, ReportResult> work) {
    Optional<OrderRow> order = new OrderRows(handle).lockByShopifyId(shopifyOrderId);
    if (order.isEmpty()) {
      // Not recorded in the inbox: the same delivery comes again once its order exists.
      return new ReportResult(Outcome.UNKNOWN_ORDER, "the order is not known yet");
    }
    return once(handle, deliveryId, () -> work.apply(order.get()));
  }

  /** A delivery that is reported again has the result that it had, and no second effect. */
  private static ReportResult once(Handle handle, String deliveryId, Supplier<ReportResult> work) {
    return read(Inbox.once(handle, CONSUMER, deliveryId, () -> write(work.get())));
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

  private ReportResult create(Handle handle, OrderReport report) {
    OrderRows orders = new OrderRows(handle);
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
    OrderLines lines = new OrderLines(new OrderParts(handle), order.id());
    lines.version(report);
    lines.write();
    orders.placed(order.id());
    int units = report.lines().stream().mapToInt(Line::quantity).sum();
    Instant time =
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
    orders.setCreation(order.id(), time);
    orders.appendHistory(order.id(), status, time, SHOPIFY, "orders/create", false);
    if (hasParts(report)) {
      parts(handle, orders, report, now);
    }
    return new ReportResult(Outcome.APPLIED, null);
  }

  private static boolean hasParts(OrderReport report) {
    return report.state() != null
        && !(report.state().refunds().isEmpty() && report.state().fulfillments().isEmpty());
  }

  /**
   * Applies what happened to an order before its first report: its figures include refunds whose
   * own deliveries are still to come.
   */
  private void parts(Handle handle, OrderRows orders, OrderReport report, Instant now) {
    OrderRow row = orders.lockByShopifyId(report.shopifyOrderId()).orElseThrow();
    OrderChange change = new OrderChange(handle, row, now);
    change.version(report);
    change.reported(TargetStatus.of(report.state()), SHOPIFY, TargetStatus.topic(report.fact()));
    change.parcel(report.shipping());
    change.returned(SHOPIFY);
    change.write(store.events());
  }

  /**
   * Customers can write a line's properties: only values that can be a design's id are published.
   */
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

  private ReportResult apply(OrderChange change, OrderRow order, OrderReport report) {
    boolean late = report.updatedAt().isBefore(order.providerUpdatedAt());
    // A cancellation that the newest version confirms counts, however late it comes.
    if (late && !(report.fact() == Fact.CANCELLED && order.cancelledInShop())) {
      return noEffect("a newer version of the order is known");
    }
    OrderStatus from = change.status();
    String topic = TargetStatus.topic(report.fact());
    OrderStatus target = TargetStatus.of(report);
    if (!late) {
      change.version(report);
      change.email(emails, report.email());
    }
    change.reported(target, SHOPIFY, topic);
    change.parcel(report.shipping());
    change.returned(SHOPIFY);
    return result(change, from, target);
  }

  private ReportResult apply(OrderChange change, OrderNews news) {
    OrderStatus from = change.status();
    OrderStatus target = null;
    String by = news.kind() == OrderNews.Kind.PAYMENT ? STRIPE : SHOPIFY;
    switch (news.kind()) {
      case FULFILLMENT -> {
        if (!change.fulfillment(news.fulfillment())) {
          return noEffect("a newer version of the fulfillment is known");
        }
        target = TargetStatus.of(news.fulfillment());
      }
      case REFUND -> {
        if (!change.refund(news.refund(), false)) {
          return noEffect("the refund is known already");
        }
      }
      case EDIT -> {
        if (!change.edit(news.edit())) {
          return noEffect("the edit is known already");
        }
      }
      case DELETED -> target = OrderStatus.CANCELLED;
      case PAYMENT -> target = OrderStatus.CONFIRMED;
    }
    change.reported(target, by, news.topic());
    change.parcel(null);
    change.returned(by);
    return result(change, from, target);
  }

  private ReportResult result(OrderChange change, OrderStatus from, OrderStatus target) {
    if (change.write(store.events())) {
      return new ReportResult(Outcome.APPLIED, null);
    }
    return noEffect(
        target == null
            ? "it tells nothing new"
            : "an order that is " + from + " does not become " + target);
  }

  private static ReportResult noEffect(String reason) {
    return new ReportResult(Outcome.NO_EFFECT, reason);
  }

  /** As PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
