package pet.order;

import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import pet.domain.Money;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.PersonalOrder;
import pet.domain.order.Refund;
import pet.order.PersonalOrderDao.LineChangeRow;
import pet.order.PersonalOrderDao.PersonalRow;

/** Reads all that is stored about one order, for its customer's export. */
final class PersonalOrderView {

  private final PersonalRow row;
  private final Currency currency;
  private final PersonalOrderDao dao;
  private final List<ItemRow> items;
  private final List<LineChangeRow> changes;
  private final List<PersonalOrder.Change> history;

  private PersonalOrderView(Handle handle, PersonalRow row) {
    this.row = row;
    this.currency = Currency.getInstance(row.currency());
    this.dao = handle.attach(PersonalOrderDao.class);
    this.items = new OrderParts(handle).items(row.id());
    this.changes = dao.lineChanges(row.id());
    this.history =
        new OrderRows(handle)
            .history(row.id()).stream()
                .map(OrderView.Change::forTheirFile)
                .map(c -> new PersonalOrder.Change(c.status(), c.at(), c.by(), c.note()))
                .toList();
  }

  static PersonalOrder of(Handle handle, PersonalRow row, Emails emails) {
    return new PersonalOrderView(handle, row).read(emails.decrypt(row.emailCipher()));
  }

  private PersonalOrder read(String email) {
    return new PersonalOrder(
        row.id().toString(),
        row.maskedId(),
        row.shopifyOrderId(),
        row.orderNumber(),
        row.orderName(),
        row.status(),
        email,
        new Totals(
            money(row.subtotal()),
            money(row.discounts()),
            money(row.shipping()),
            money(row.tax()),
            money(row.total())),
        money(row.refunded()),
        money(row.currentTotal()),
        items.stream().map(this::line).toList(),
        items.stream()
            .map(
                item ->
                    new PersonalOrder.Quantity(
                        item.shopifyLineId(), item.current(), item.refunded(), item.fulfilled()))
            .toList(),
        shipping(row.carrier(), row.trackingNumber(), row.trackingUrl()),
        parcels(),
        refunds(),
        edits(),
        history,
        row.providerCreatedAt(),
        row.createdAt(),
        row.updatedAt());
  }

  private Money money(long amount) {
    return new Money(amount, currency);
  }

  private Line line(ItemRow item) {
    return new Line(
        item.shopifyLineId(),
        item.title(),
        item.sku(),
        item.quantity(),
        money(item.price()),
        item.designId(),
        item.designRevision());
  }

  private List<Fulfillment> parcels() {
    return dao.fulfillments(row.id()).stream()
        .map(
            parcel ->
                new Fulfillment(
                    parcel.shopifyId(),
                    parcel.state(),
                    parcel.delivered(),
                    shipping(parcel.carrier(), parcel.trackingNumber(), parcel.trackingUrl()),
                    lines("FULFILLMENT", parcel.shopifyId()),
                    parcel.providerUpdatedAt()))
        .toList();
  }

  private List<Refund> refunds() {
    return dao.refunds(row.id()).stream()
        .map(
            refund ->
                new Refund(
                    refund.shopifyId(),
                    refund.at(),
                    money(refund.amount()).amount(),
                    row.currency(),
                    lines("REFUND", refund.shopifyId())))
        .toList();
  }

  private List<Edit> edits() {
    return dao.edits(row.id()).stream()
        .map(edit -> new Edit(edit.shopifyId(), edit.at(), lines("EDIT", edit.shopifyId())))
        .toList();
  }

  private List<LineQuantity> lines(String kind, long id) {
    return changes.stream()
        .filter(change -> change.kind().equals(kind) && change.shopifyId() == id)
        .map(change -> new LineQuantity(change.shopifyLineId(), change.quantity()))
        .toList();
  }

  private static Shipping shipping(String carrier, String number, String url) {
    return Stream.of(carrier, number, url).filter(Objects::nonNull).findAny().isEmpty()
        ? null
        : new Shipping(carrier, number, url);
  }
}
