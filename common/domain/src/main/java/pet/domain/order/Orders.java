package pet.domain.order;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import pet.domain.MayRepeat;

/** The order module's contract: what its neighbours may ask of it. */
@Path("/internal/order")
@Consumes("application/json")
@Produces("application/json")
public interface Orders {

  /**
   * Takes a report of the shop into account, in one transaction, once per {@link
   * OrderReport#deliveryId}. May be repeated.
   *
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if the report can never be applied,
   *     {@code UNAVAILABLE} if it should be tried again later
   */
  @POST
  @Path("/reports")
  @MayRepeat
  ReportResult report(OrderReport report);

  /**
   * What came of a report.
   *
   * @param reason why it had no effect; null if it had one
   */
  record ReportResult(Outcome outcome, String reason) {}

  /** Applied; known, older or without consequence; or about an order that does not exist yet. */
  enum Outcome {
    APPLIED,
    NO_EFFECT,
    UNKNOWN_ORDER
  }
}
