package pet.webhook.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Asks for what an order's first answer has no room for: further lines, parcels, refunds. */
final class WholeOrder {

  /** Ten thousand parts of a kind; no order has so many. */
  private static final int MOST_PAGES = 100;

  private static final String ORDER = "gid://shopify/Order/";
  private static final String PARCEL = "gid://shopify/Fulfillment/";
  private static final String REFUND = "gid://shopify/Refund/";

  private final AdminApi api;
  private final ObjectNode order;
  private final String id;

  private WholeOrder(AdminApi api, ObjectNode order) {
    this.api = api;
    this.order = order;
    id = ORDER + order.path("legacyResourceId").asText();
  }

  /** The id by which an order is asked for. */
  static String id(long number) {
    return ORDER + number;
  }

  /**
   * Completes the answer about an order.
   *
   * @throws UnreadableOrderException if it changes meanwhile, or does not end
   */
  static void complete(AdminApi api, ObjectNode order) throws AdminException, InterruptedException {
    new WholeOrder(api, order).complete();
  }

  private void complete() throws AdminException, InterruptedException {
    pages(order, id, "order", "lineItems", AdminQueries.LINES);
    list("fulfillments", AdminQueries.PARCELS, PARCEL, "fulfillment", AdminQueries.ONE_PARCEL);
    for (JsonNode parcel : order.path("fulfillments")) {
      String id = PARCEL + parcel.path("legacyResourceId").asText();
      pages(parcel, id, "fulfillment", "fulfillmentLineItems", AdminQueries.PARCEL_LINES);
    }
    list("refunds", AdminQueries.REFUNDS, REFUND, "refund", AdminQueries.ONE_REFUND);
    for (JsonNode refund : order.path("refunds")) {
      String id = REFUND + refund.path("legacyResourceId").asText();
      pages(refund, id, "refund", "transactions", AdminQueries.REFUND_TRANSACTIONS);
      pages(refund, id, "refund", "refundLineItems", AdminQueries.REFUND_LINES);
    }
  }

  /** What the API has in pages: the further ones. */
  private void pages(JsonNode of, String id, String root, String name, String query)
      throws AdminException, InterruptedException {
    JsonNode page = of.path(name);
    String before = "";
    for (int i = 1; page.path("pageInfo").path("hasNextPage").asBoolean(); i++) {
      String after = page.path("pageInfo").path("endCursor").asText("");
      if (i == MOST_PAGES
          || after.equals(before)
          || !(of.path(name).path("nodes") instanceof ArrayNode nodes)) {
        throw new UnreadableOrderException("the " + name + " of an order do not end");
      }
      before = after;
      JsonNode answer = api.ask(query, Map.of("id", id, "after", after)).path(root);
      sameVersion(answer);
      page = answer.path(name);
      page.path("nodes").forEach(nodes::add);
    }
  }

  /** What the API lists without pages: all ids, and each by its own. */
  private void list(String name, String query, String prefix, String root, String one)
      throws AdminException, InterruptedException {
    if (order.path(name).size() < AdminQueries.FEW) {
      return;
    }
    JsonNode answer = api.ask(query, Map.of("id", id)).path("order");
    sameVersion(answer);
    JsonNode all = answer.path(name);
    if (all.size() >= AdminQueries.MOST) {
      throw new UnreadableOrderException("an order has more " + name + " than the API lists");
    }
    ArrayNode whole = JsonNodeFactory.instance.arrayNode();
    for (JsonNode listed : all) {
      String which = listed.path("legacyResourceId").asText();
      JsonNode part = api.ask(one, Map.of("id", prefix + which)).path(root);
      if (!part.isObject()) {
        throw changed();
      }
      whole.add(part);
    }
    order.set(name, whole);
  }

  /** Parts of two versions make none. A parcel or a refund of a newer one is met with it. */
  private void sameVersion(JsonNode answer) throws UnreadableOrderException {
    if (answer.has("updatedAt") && !answer.path("updatedAt").equals(order.path("updatedAt"))) {
      throw changed();
    }
  }

  private static UnreadableOrderException changed() {
    return new UnreadableOrderException("an order changes while it is read");
  }
}
