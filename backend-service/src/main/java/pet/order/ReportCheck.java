package pet.order;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.Refund;

/** Checks that a report can become an order; one that cannot is refused for good. */
final class ReportCheck {

  private final List<FieldError> errors = new ArrayList<>();

  private ReportCheck() {}

  /**
   * @throws InvalidInput naming every field that is wrong
   */
  static void check(OrderReport report) {
    if (report == null) {
      throw new InvalidInput("report", "is required");
    }
    ReportCheck check = new ReportCheck();
    check.fields(report);
    if (!check.errors.isEmpty()) {
      throw new InvalidInput(check.errors);
    }
  }

  /**
   * @throws InvalidInput naming every field that is wrong
   */
  static void check(OrderNews news) {
    if (news == null) {
      throw new InvalidInput("news", "is required");
    }
    ReportCheck check = new ReportCheck();
    check.fields(news);
    if (!check.errors.isEmpty()) {
      throw new InvalidInput(check.errors);
    }
  }

  private void fields(OrderNews news) {
    text("deliveryId", news.deliveryId());
    text("topic", news.topic());
    if (news.shopifyOrderId() <= 0) {
      wrong("shopifyOrderId", "must be positive");
    }
    if (!present("kind", news.kind())) {
      return;
    }
    switch (news.kind()) {
      case FULFILLMENT -> fulfillment("fulfillment", news.fulfillment());
      case REFUND -> refund("refund", news.refund());
      case EDIT -> {
        if (present("edit", news.edit())) {
          present("edit.at", news.edit().at());
        }
      }
      default -> {
        // The other kinds have no data.
      }
    }
  }

  private void fulfillment(String path, Fulfillment parcel) {
    if (present(path, parcel)) {
      present(path + ".state", parcel.state());
      present(path + ".updatedAt", parcel.updatedAt());
      shipping(path + ".shipping.", parcel.shipping());
    }
  }

  private void refund(String path, Refund refund) {
    if (present(path, refund)) {
      present(path + ".at", refund.at());
    }
  }

  private void state(State state, Currency currency) {
    for (int i = 0; i < state.fulfillments().size(); i++) {
      fulfillment("state.fulfillments[" + i + "]", state.fulfillments().get(i));
    }
    for (int i = 0; i < state.refunds().size(); i++) {
      refund("state.refunds[" + i + "]", state.refunds().get(i));
    }
    if (state.currentTotal() != null) {
      money("state.currentTotal", state.currentTotal(), currency);
    }
  }

  private void shipping(String path, Shipping shipping) {
    if (shipping != null) {
      storable(path + "carrier", shipping.carrier());
      storable(path + "trackingNumber", shipping.trackingNumber());
      storable(path + "trackingUrl", shipping.trackingUrl());
    }
  }

  private void fields(OrderReport report) {
    text("deliveryId", report.deliveryId());
    present("fact", report.fact());
    if (report.shopifyOrderId() <= 0) {
      wrong("shopifyOrderId", "must be positive");
    }
    text("orderNumber", report.orderNumber());
    text("orderName", report.orderName());
    if (present("totals", report.totals())) {
      totals(report.totals());
    }
    lines(report);
    shipping("shipping.", report.shipping());
    if (report.state() != null) {
      state(report.state(), currency(report.totals()));
    }
    present("createdAt", report.createdAt());
    present("updatedAt", report.updatedAt());
  }

  private void totals(Totals totals) {
    Currency currency = currency(totals);
    money("totals.subtotal", totals.subtotal(), currency);
    money("totals.discounts", totals.discounts(), currency);
    money("totals.shipping", totals.shipping(), currency);
    money("totals.tax", totals.tax(), currency);
    money("totals.total", totals.total(), currency);
  }

  /** The order's currency is that of its total. */
  private static Currency currency(Totals totals) {
    return totals == null || totals.total() == null ? null : totals.total().currency();
  }

  private void lines(OrderReport report) {
    Currency currency = currency(report.totals());
    long units = 0;
    int i = 0;
    for (Line line : report.lines()) {
      String path = "lines[" + i++ + "].";
      text(path + "title", line.title());
      storable(path + "sku", line.sku());
      storable(path + "designId", line.designId());
      money(path + "price", line.price(), currency);
      if (line.quantity() < 0) {
        wrong(path + "quantity", "must not be negative");
      }
      units += line.quantity();
    }
    if (units > Integer.MAX_VALUE) {
      wrong("lines", "must not add up to more than " + Integer.MAX_VALUE + " pieces");
    }
  }

  /**
   * All amounts of an order have the currency of its total; if there is no total, only that is
   * reported.
   */
  private void money(String field, Money money, Currency currency) {
    if (present(field, money) && currency != null && !money.currency().equals(currency)) {
      wrong(field, "must be in " + currency.getCurrencyCode() + ", as the total");
    }
  }

  private void text(String field, String text) {
    if (text == null || text.isBlank()) {
      wrong(field, "is required");
    } else {
      storable(field, text);
    }
  }

  /** PostgreSQL's text has every character but this. */
  private void storable(String field, String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      wrong(field, "must not contain the character NUL");
    }
  }

  private boolean present(String field, Object value) {
    if (value == null) {
      wrong(field, "is required");
    }
    return value != null;
  }

  private void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }
}
