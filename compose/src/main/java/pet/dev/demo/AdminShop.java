package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shop's Admin GraphQL API as far as reconciliation asks it: which orders changed since when, a
 * page at a time, and one in full. It knows every order that was sold, told by webhook or not.
 */
final class AdminShop implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/admin/api/2026-07/graphql.json";
  private static final int PAGE = 100;

  private final Map<Long, ObjectNode> orders = new ConcurrentHashMap<>();
  private final HttpServer server;

  AdminShop(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(PATH, this::answer);
    server.start();
  }

  /** An order as it is by now, in the shape of a webhook's body. */
  void sold(ObjectNode webhook) {
    orders.put(webhook.get("id").longValue(), inFull(webhook));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode variables = JSON.readTree(exchange.getRequestBody()).path("variables");
      ObjectNode answer = JSON.createObjectNode();
      ObjectNode data = answer.putObject("data");
      if (variables.has("query")) {
        changed(data.putObject("orders"), variables);
      } else {
        data.set("order", orders.get(numberAtEnd(variables.path("id").asText())));
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** A cursor is how many came before. */
  private void changed(ObjectNode page, JsonNode variables) {
    String since = variables.get("query").asText().replaceAll("^.*'(.*)'$", "$1");
    List<ObjectNode> all =
        orders.values().stream()
            .filter(order -> !updatedAt(order).isBefore(Instant.parse(since)))
            .sorted(Comparator.comparing(AdminShop::updatedAt))
            .toList();
    int from = variables.path("after").asInt(0);
    int to = Math.min(all.size(), from + PAGE);
    ArrayNode nodes = page.putArray("nodes");
    for (ObjectNode order : all.subList(Math.min(from, to), to)) {
      ObjectNode node = nodes.addObject();
      node.set("legacyResourceId", order.get("legacyResourceId"));
      node.set("updatedAt", order.get("updatedAt"));
    }
    ObjectNode info = page.putObject("pageInfo").put("hasNextPage", to < all.size());
    info.put("endCursor", Integer.toString(to));
  }

  private static Instant updatedAt(ObjectNode order) {
    return Instant.parse(order.get("updatedAt").textValue());
  }

  private static long numberAtEnd(String gid) {
    return Long.parseLong(gid.substring(gid.lastIndexOf('/') + 1));
  }

  private static ObjectNode inFull(ObjectNode webhook) {
    ObjectNode order = JSON.createObjectNode();
    order.put("legacyResourceId", webhook.get("id").asText());
    order.set("name", webhook.get("name"));
    order.set("number", webhook.get("order_number"));
    order.set("email", webhook.get("email"));
    order.put("createdAt", utc(webhook, "created_at"));
    order.put("updatedAt", utc(webhook, "updated_at"));
    order.put("cancelledAt", utc(webhook, "cancelled_at"));
    order.put(
        "displayFinancialStatus",
        webhook.get("financial_status").asText().toUpperCase(Locale.ROOT));
    order.set("currencyCode", webhook.get("currency"));
    order.set("taxesIncluded", webhook.get("taxes_included"));
    money(order, "subtotalPriceSet", webhook.get("subtotal_price"));
    money(order, "totalDiscountsSet", webhook.get("total_discounts"));
    money(order, "totalTaxSet", webhook.get("total_tax"));
    money(order, "totalPriceSet", webhook.get("total_price"));
    money(order, "currentTotalPriceSet", webhook.get("current_total_price"));
    money(
        order, "totalShippingPriceSet", webhook.at("/total_shipping_price_set/shop_money/amount"));
    ArrayNode lines = connection(order, "lineItems");
    for (JsonNode line : webhook.get("line_items")) {
      ObjectNode item = lines.addObject();
      item.put("id", "gid://shopify/LineItem/" + line.get("id").asText());
      item.set("title", line.get("title"));
      item.set("sku", line.get("sku"));
      item.set("quantity", line.get("quantity"));
      item.set("currentQuantity", line.get("current_quantity"));
      money(item, "originalUnitPriceSet", line.get("price"));
      item.putArray("customAttributes");
    }
    ArrayNode parcels = order.putArray("fulfillments");
    for (JsonNode parcel : webhook.path("fulfillments")) {
      ObjectNode node = parcels.addObject();
      node.put("legacyResourceId", parcel.get("id").asText());
      node.put("status", parcel.get("status").asText().toUpperCase(Locale.ROOT));
      node.put("updatedAt", utc(parcel, "updated_at"));
      ObjectNode tracking = node.putArray("trackingInfo").addObject();
      tracking.set("company", parcel.get("tracking_company"));
      tracking.set("number", parcel.get("tracking_number"));
      tracking.set("url", parcel.get("tracking_url"));
      lines(node, "fulfillmentLineItems", parcel.get("line_items"), "id");
    }
    ArrayNode refunds = order.putArray("refunds");
    for (JsonNode refund : webhook.path("refunds")) {
      ObjectNode node = refunds.addObject();
      node.put("legacyResourceId", refund.get("id").asText());
      node.put("createdAt", utc(refund, "created_at"));
      ArrayNode transactions = connection(node, "transactions");
      for (JsonNode money : refund.get("transactions")) {
        ObjectNode transaction = transactions.addObject();
        transaction.put("kind", money.get("kind").asText().toUpperCase(Locale.ROOT));
        transaction.put("status", money.get("status").asText().toUpperCase(Locale.ROOT));
        money(transaction, "amountSet", money.get("amount"));
        ((ObjectNode) transaction.at("/amountSet/shopMoney"))
            .set("currencyCode", money.get("currency"));
      }
      lines(node, "refundLineItems", refund.get("refund_line_items"), "line_item_id");
    }
    return order;
  }

  private static void lines(ObjectNode owner, String name, JsonNode told, String id) {
    ArrayNode lines = connection(owner, name);
    for (JsonNode line : told) {
      ObjectNode item = lines.addObject();
      item.set("quantity", line.get("quantity"));
      item.putObject("lineItem").put("id", "gid://shopify/LineItem/" + line.get(id).asText());
    }
  }

  private static String utc(JsonNode webhook, String name) {
    String text = webhook.path(name).textValue();
    return text == null ? null : OffsetDateTime.parse(text).toInstant().toString();
  }

  private static void money(ObjectNode owner, String name, JsonNode amount) {
    owner.putObject(name).putObject("shopMoney").set("amount", amount);
  }

  private static ArrayNode connection(ObjectNode owner, String name) {
    ObjectNode connection = owner.putObject(name);
    ArrayNode nodes = connection.putArray("nodes");
    connection.putObject("pageInfo").put("hasNextPage", false);
    return nodes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
