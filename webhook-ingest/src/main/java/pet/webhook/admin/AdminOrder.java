package pet.webhook.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * An order of the Admin API in the shape that its webhooks have. Nothing is computed; what the API
 * does not tell is left out.
 *
 * @param cancelled whether the shop has cancelled it
 * @param body a webhook's body; personal
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record AdminOrder(long id, Instant updatedAt, boolean cancelled, byte[] body) {

  static AdminOrders.Changed changed(JsonNode node) throws UnreadableOrderException {
    return new AdminOrders.Changed(
        number(node.path("legacyResourceId").asText()), time(node.path("updatedAt").asText()));
  }

  static AdminOrder read(JsonNode order) throws UnreadableOrderException {
    AdminOrders.Changed which = changed(order);
    ObjectNode body = object();
    body.put("id", which.id());
    copy(order, "name", body, "name");
    copy(order, "number", body, "order_number");
    copy(order, "email", body, "email");
    copy(order, "createdAt", body, "created_at");
    copy(order, "updatedAt", body, "updated_at");
    copy(order, "cancelledAt", body, "cancelled_at");
    copy(order, "currencyCode", body, "currency");
    copy(order, "taxesIncluded", body, "taxes_included");
    lower(order, "displayFinancialStatus", body, "financial_status");
    amount(order, "subtotalPriceSet", body, "subtotal_price");
    amount(order, "totalDiscountsSet", body, "total_discounts");
    amount(order, "totalTaxSet", body, "total_tax");
    amount(order, "totalPriceSet", body, "total_price");
    amount(order, "currentTotalPriceSet", body, "current_total_price");
    amount(
        order,
        "totalShippingPriceSet",
        body.putObject("total_shipping_price_set").putObject("shop_money"),
        "amount");
    ArrayNode lines = body.putArray("line_items");
    for (JsonNode line : order.path("lineItems").path("nodes")) {
      lines.add(line(line));
    }
    ArrayNode fulfillments = body.putArray("fulfillments");
    for (JsonNode fulfillment : order.path("fulfillments")) {
      fulfillments.add(fulfillment(fulfillment));
    }
    ArrayNode refunds = body.putArray("refunds");
    for (JsonNode refund : order.path("refunds")) {
      refunds.add(refund(refund));
    }
    return new AdminOrder(
        which.id(),
        which.updatedAt(),
        order.path("cancelledAt").isTextual(),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode line(JsonNode line) throws UnreadableOrderException {
    ObjectNode item = object();
    item.put("id", gid(line));
    copy(line, "title", item, "title");
    copy(line, "sku", item, "sku");
    copy(line, "quantity", item, "quantity");
    copy(line, "currentQuantity", item, "current_quantity");
    amount(line, "originalUnitPriceSet", item, "price");
    ArrayNode properties = item.putArray("properties");
    for (JsonNode attribute : line.path("customAttributes")) {
      ObjectNode property = properties.addObject();
      copy(attribute, "key", property, "name");
      copy(attribute, "value", property, "value");
    }
    return item;
  }

  private static ObjectNode fulfillment(JsonNode node) throws UnreadableOrderException {
    ObjectNode fulfillment = object();
    fulfillment.put("id", number(node.path("legacyResourceId").asText()));
    lower(node, "status", fulfillment, "status");
    lower(node, "displayStatus", fulfillment, "shipment_status");
    copy(node, "updatedAt", fulfillment, "updated_at");
    JsonNode tracking = node.path("trackingInfo").path(0);
    copy(tracking, "company", fulfillment, "tracking_company");
    copy(tracking, "number", fulfillment, "tracking_number");
    copy(tracking, "url", fulfillment, "tracking_url");
    ArrayNode lines = fulfillment.putArray("line_items");
    for (JsonNode line : node.path("fulfillmentLineItems").path("nodes")) {
      ObjectNode item = lines.addObject();
      item.put("id", gid(line.path("lineItem")));
      copy(line, "quantity", item, "quantity");
    }
    return fulfillment;
  }

  private static ObjectNode refund(JsonNode node) throws UnreadableOrderException {
    ObjectNode refund = object();
    refund.put("id", number(node.path("legacyResourceId").asText()));
    copy(node, "createdAt", refund, "created_at");
    ArrayNode transactions = refund.putArray("transactions");
    for (JsonNode sent : node.path("transactions").path("nodes")) {
      ObjectNode transaction = transactions.addObject();
      lower(sent, "kind", transaction, "kind");
      lower(sent, "status", transaction, "status");
      amount(sent, "amountSet", transaction, "amount");
      copy(sent.path("amountSet").path("shopMoney"), "currencyCode", transaction, "currency");
    }
    ArrayNode lines = refund.putArray("refund_line_items");
    for (JsonNode line : node.path("refundLineItems").path("nodes")) {
      ObjectNode item = lines.addObject();
      item.put("line_item_id", gid(line.path("lineItem")));
      copy(line, "quantity", item, "quantity");
    }
    return refund;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    JsonNode value = from.path(name);
    if (value.isValueNode() && !value.isNull()) {
      to.set(as, value);
    }
  }

  /** Webhooks write in lower case what the API has as constants. */
  private static void lower(JsonNode from, String name, ObjectNode to, String as) {
    if (from.path(name).isTextual()) {
      to.put(as, from.path(name).textValue().toLowerCase(Locale.ROOT));
    }
  }

  private static void amount(JsonNode from, String name, ObjectNode to, String as) {
    copy(from.path(name).path("shopMoney"), "amount", to, as);
  }

  /** The number at the end of {@code gid://shopify/LineItem/866550311766439020}. */
  private static long gid(JsonNode node) throws UnreadableOrderException {
    String id = node.path("id").asText();
    return number(id.substring(id.lastIndexOf('/') + 1));
  }

  private static long number(String digits) throws UnreadableOrderException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new UnreadableOrderException("an order, or a part of one, has no number");
    }
  }

  private static Instant time(String text) throws UnreadableOrderException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new UnreadableOrderException("an order has no time of its change");
    }
  }

  @Override
  public String toString() {
    return "AdminOrder[" + id + ", " + updatedAt + "]";
  }
}
