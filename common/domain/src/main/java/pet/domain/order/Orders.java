package pet.domain.order;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import pet.domain.MayRepeat;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.RevisionRef;

/**
 * The order module's contract: what its neighbours may ask of it. Every method may be repeated, and
 * throws {@link pet.domain.DomainException} {@code UNAVAILABLE} if it cannot be done now.
 */
@Path("/internal/order")
@Consumes("application/json")
@Produces("application/json")
public interface Orders {

  /** So many reports are told at a time at most: of more, a webhook beside them would wait. */
  int MOST_REPORTS = 8;

  /**
   * Takes reports of the shop into account, in one transaction: all of them, or none. Each has one
   * effect per {@link OrderReport#deliveryId}; repeated, it has the result that it had.
   *
   * @return a result for each, in their order
   * @throws pet.domain.InvalidInput if one of them can never be applied, or they are more than
   *     {@link #MOST_REPORTS}
   */
  @POST
  @Path("/reports/all")
  @MayRepeat
  List<ReportResult> reports(List<OrderReport> reports);

  /** Takes one report into account, as {@link #reports} does. */
  @POST
  @Path("/reports")
  @MayRepeat
  ReportResult report(OrderReport report);

  /**
   * Takes news of an order into account, in one transaction, once per {@link OrderNews#deliveryId},
   * and a refund or an edit once per its own id. Repeated, it has the result that it had.
   *
   * @throws pet.domain.InvalidInput if it can never be applied
   */
  @POST
  @Path("/news")
  @MayRepeat
  ReportResult news(OrderNews news);

  /**
   * Which versions of these orders are held; what is not known is left out.
   *
   * @throws pet.domain.InvalidInput if nothing is told, or more than {@link ShopOrders#MOST}
   */
  @POST
  @Path("/versions")
  @MayRepeat
  List<OrderVersion> versions(ShopOrders orders);

  /**
   * Which order a name means.
   *
   * @throws pet.domain.InvalidInput if nothing is told
   */
  @POST
  @Path("/names")
  @MayRepeat
  OrderNamed named(OrderName name);

  /**
   * The orders that carry one of a person's addresses; newest first, a page at a time.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if there is no person or the cursor is none
   */
  @POST
  @Path("/people/orders")
  @MayRepeat
  Page<PersonalOrder> export(Person person, @QueryParam("cursor") String cursor);

  /**
   * Erases a person: their orders stay, as the books need them, and are nobody's. The address is
   * gone, and so are the parcel's number and what staff wrote. To erase nobody is no error.
   *
   * @throws pet.domain.InvalidInput if there is no person
   */
  @POST
  @Path("/people/erasure")
  @MayRepeat
  void erase(Person person);

  /**
   * Erases the customers of these orders, as {@link #erase} does. An order that is not known is no
   * error.
   *
   * @throws pet.domain.InvalidInput if nothing is told
   */
  @POST
  @Path("/redactions")
  @MayRepeat
  void redact(Redaction redaction);

  /**
   * The revisions of designs that the lines of these orders point at, each once; also of orders
   * whose customer is erased.
   *
   * @throws pet.domain.InvalidInput if nothing is told, or more than {@link ShopOrders#MOST}
   */
  @POST
  @Path("/revisions")
  @MayRepeat
  List<RevisionRef> revisions(ShopOrders orders);

  /**
   * The shop's ids of orders whose customer is not erased; newest first, a page at a time.
   *
   * @param cursor null for the first page, then the last one's {@code nextCursor}
   * @throws pet.domain.InvalidInput if nothing is told or the cursor is none
   */
  @POST
  @Path("/placed")
  @MayRepeat
  Page<Long> ofPeople(PlacedUntil placed, @QueryParam("cursor") String cursor);

  /**
   * What came of a report.
   *
   * @param reason why it had no effect; null if it had one
   */
  record ReportResult(Outcome outcome, String reason) {}

  /** Applied; older or without consequence; or about an order that does not exist yet. */
  enum Outcome {
    APPLIED,
    NO_EFFECT,
    UNKNOWN_ORDER
  }
}
