package pet.webhook.shopify;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport.Shipping;
import pet.webhook.payload.Payload;

/** Reads what an order consists of, wherever it stands: in a body of its own or in the order's. */
final class ShopifyParts {

  private static final Set<String> FAILED = Set.of("cancelled", "error", "failure");

  private ShopifyParts() {}

  /**
   * Reads a fulfilment.
   *
   * @param otherwise its version where it does not say
   */
  static Fulfillment fulfillment(Payload fulfillment, Instant otherwise) {
    return new Fulfillment(
        fulfillment.get("id").id(),
        stateOf(fulfillment),
        fulfillment.get("shipment_status").text().filter("delivered"::equals).isPresent(),
        shipping(fulfillment),
        fulfillment.get("line_items").elements().stream()
            .filter(line -> !line.get("id").isAbsent())
            .map(line -> new LineQuantity(line.get("id").id(), line.get("quantity").count()))
            .toList(),
        fulfillment.get("updated_at").time().orElse(otherwise));
  }

  static Fulfillment.State stateOf(Payload fulfillment) {
    Optional<String> status = fulfillment.get("status").text();
    if (status.filter(FAILED::contains).isPresent()) {
      return Fulfillment.State.FAILED;
    }
    return status.filter("success"::equals).isPresent()
        ? Fulfillment.State.SUCCESS
        : Fulfillment.State.OPEN;
  }

  /** Null if it tells nothing of how the parcel travels. */
  static Shipping shipping(Payload fulfillment) {
    Shipping shipping =
        new Shipping(
            fulfillment.get("tracking_company").text().orElse(null),
            first(fulfillment, "tracking_number", "tracking_numbers"),
            webAddress(first(fulfillment, "tracking_url", "tracking_urls")));
    return Stream.of(shipping.carrier(), shipping.trackingNumber(), shipping.trackingUrl())
            .anyMatch(Objects::nonNull)
        ? shipping
        : null;
  }

  private static String first(Payload fulfillment, String one, String many) {
    List<Payload> candidates = new ArrayList<>(List.of(fulfillment.get(one)));
    candidates.addAll(fulfillment.get(many).elements());
    return candidates.stream().flatMap(c -> c.text().stream()).findFirst().orElse(null);
  }

  /** It becomes a link on a page, so nothing but a web address will do. */
  private static String webAddress(String url) {
    if (url == null) {
      return null;
    }
    try {
      String scheme = URI.create(url).getScheme();
      return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme) ? url : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Reads an edit: what it added to lines, and what it took away. */
  static Edit edit(Payload edit) {
    List<LineQuantity> changes = new ArrayList<>();
    Payload lines = edit.get("line_items");
    for (Payload addition : lines.get("additions").elements()) {
      changes.add(new LineQuantity(addition.get("id").id(), addition.get("delta").count()));
    }
    for (Payload removal : lines.get("removals").elements()) {
      changes.add(new LineQuantity(removal.get("id").id(), -removal.get("delta").count()));
    }
    return new Edit(edit.get("id").id(), edit.get("created_at").neededTime(), changes);
  }
}
