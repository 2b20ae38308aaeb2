package pet.order;

import java.util.Collections;
import java.util.List;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.RevisionRef;
import pet.domain.order.OrderName;
import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.ShopOrders;
import pet.platform.http.MaxBody;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class OrdersForNeighbours implements Orders {

  private static final long MAX_REPORT = 1024 * 1024;

  private final OrderReports reports;
  private final PersonalOrders personal;

  OrdersForNeighbours(OrderReports reports, PersonalOrders personal) {
    this.reports = reports;
    this.personal = personal;
  }

  // A neighbour's report is as long as the order has lines: as long as its delivery may be.
  @Override
  @MaxBody(MAX_REPORT)
  public List<ReportResult> reports(List<OrderReport> told) {
    return reports.report(told);
  }

  @Override
  @MaxBody(MAX_REPORT)
  public ReportResult report(OrderReport told) {
    return reports.report(Collections.singletonList(told)).get(0);
  }

  @Override
  @MaxBody(MAX_REPORT)
  public ReportResult news(OrderNews news) {
    return reports.news(news);
  }

  @Override
  public List<OrderVersion> versions(ShopOrders orders) {
    return reports.versions(orders);
  }

  @Override
  public OrderNamed named(OrderName name) {
    return reports.named(name);
  }

  @Override
  public Page<PersonalOrder> export(Person person, String cursor) {
    return personal.export(person, cursor);
  }

  @Override
  public void erase(Person person) {
    personal.erase(person);
  }

  @Override
  public List<RevisionRef> revisions(ShopOrders orders) {
    return personal.revisions(orders);
  }

  @Override
  public Page<Long> ofPeople(PlacedUntil placed, String cursor) {
    return personal.ofPeople(placed, cursor);
  }

  @Override
  public void redact(Redaction redaction) {
    personal.redact(redaction);
  }
}
