package pet.testing.shopify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An order of the shop, made from Shopify's sample and consistent where the sample is not: paid, no
 * test, its numbers agree, its totals add up. Every default is valid: {@code anOrder().number(1001)
 * .email("jane@example.com").designed(id, 1, "67.98", 1)}. One object is one order; change it and
 * deliver it again.
 */
public final class ShopifyOrderPayload {

  private static final ObjectMapper JSON = new ObjectMapper();
  // Shopify's times carry the shop's offset.
  private static final ZoneId SHOP_ZONE = ZoneId.of("America/New_York");
  // Beyond 2^53, where a double no longer tells neighbours apart.
  private static final long FIRST_ID = 820_982_911_946_154_501L;
  private static final BigDecimal SHIPPING = new BigDecimal("10.00");

  private final ObjectNode order;
  private final ObjectNode lineTemplate;
  private BigDecimal goods = BigDecimal.ZERO;
  private BigDecimal tax = BigDecimal.ZERO;

  private ShopifyOrderPayload() {
    try {
      order = (ObjectNode) JSON.readTree(ShopifyWebhooks.sample("orders_create"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lineTemplate = order.withArray("line_items").get(0).deepCopy();
    order.putArray("line_items");
    order.put("test", false).put("confirmed", true).put("financial_status", "paid");
    order.putNull("cancelled_at").putNull("cancel_reason");
    money("total_discounts", BigDecimal.ZERO);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    id(FIRST_ID + ThreadLocalRandom.current().nextLong(1_000_000_000_000_000L));
    number(ThreadLocalRandom.current().nextLong(1_000_000, 9_999_999));
    email("jon@example.com").createdAt(now).updatedAt(now);
    total();
  }

  /** A paid order without lines, placed now, with an id and a number of its own. */
  public static ShopifyOrderPayload anOrder() {
    return new ShopifyOrderPayload();
  }

  public ShopifyOrderPayload id(long id) {
    order.put("id", id).put("admin_graphql_api_id", "gid://shopify/Order/" + id);
    return this;
  }

  public long id() {
    return order.get("id").longValue();
  }

  /** {@code order_number}, and the name that shows it. */
  public ShopifyOrderPayload number(long number) {
    order.put("order_number", number).put("number", number - 1000).put("name", "#" + number);
    return this;
  }

  public long number() {
    return order.get("order_number").longValue();
  }

  public ShopifyOrderPayload email(String email) {
    order.put("email", email).put("contact_email", email);
    ((ObjectNode) order.get("customer")).put("email", email);
    return this;
  }

  public String email() {
    return order.get("email").textValue();
  }

  /** {@code paid}, {@code pending} and so on. */
  public ShopifyOrderPayload financialStatus(String status) {
    order.put("financial_status", status);
    return this;
  }

  public ShopifyOrderPayload createdAt(Instant time) {
    order.put("created_at", shopTime(time)).put("processed_at", shopTime(time));
    return this;
  }

  /** The version of the order: an older one has no effect. */
  public ShopifyOrderPayload updatedAt(Instant time) {
    order.put("updated_at", shopTime(time));
    return this;
  }

  /** A line that was made from a revision of a design. */
  public ShopifyOrderPayload designed(String designId, int revision, String price, int quantity) {
    ArrayNode properties =
        line("Custom Harness", "HARNESS", price, quantity).putArray("properties");
    properties.addObject().put("name", "_design_id").put("value", designId);
    properties.addObject().put("name", "_design_revision").put("value", Integer.toString(revision));
    return this;
  }

  /** A line of ordinary goods. */
  public ShopifyOrderPayload goods(String title, String sku, String price, int quantity) {
    line(title, sku, price, quantity);
    return this;
  }

  public ShopifyOrderPayload tax(String amount) {
    tax = new BigDecimal(amount);
    total();
    return this;
  }

  /** A successful fulfilment, as the order's own body shows it. */
  public ShopifyOrderPayload fulfilled(String carrier, String trackingNumber, String trackingUrl) {
    order.put("fulfillment_status", "fulfilled");
    ObjectNode fulfillment =
        order
            .withArray("fulfillments")
            .addObject()
            .put("id", id() + 1)
            .put("order_id", id())
            .put("status", "success")
            .put("tracking_company", carrier)
            .put("tracking_number", trackingNumber)
            .put("tracking_url", trackingUrl);
    fulfillment.putArray("tracking_numbers").add(trackingNumber);
    fulfillment.putArray("tracking_urls").add(trackingUrl);
    return this;
  }

  /** For what has no method here; changes the order. */
  public ObjectNode json() {
    return order;
  }

  /** As a real delivery is. */
  public byte[] compact() {
    try {
      return JSON.writeValueAsBytes(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a test delivery is. */
  public byte[] pretty() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode line(String title, String sku, String price, int quantity) {
    ObjectNode line = lineTemplate.deepCopy();
    ArrayNode lines = order.withArray("line_items");
    long id = id() + 100 + lines.size();
    line.put("id", id).put("admin_graphql_api_id", "gid://shopify/LineItem/" + id);
    line.put("title", title).put("name", title).put("sku", sku);
    line.put("quantity", quantity).put("current_quantity", quantity);
    line.put("fulfillable_quantity", quantity).put("price", price);
    set(line, "price_set", new BigDecimal(price));
    lines.add(line);
    goods = goods.add(new BigDecimal(price).multiply(BigDecimal.valueOf(quantity)));
    total();
    return line;
  }

  private void total() {
    money("total_line_items_price", goods);
    money("subtotal_price", goods);
    money("current_subtotal_price", goods);
    money("total_tax", tax);
    money("current_total_tax", tax);
    set(order, "total_shipping_price_set", SHIPPING);
    BigDecimal total = goods.add(tax).add(SHIPPING);
    money("total_price", total);
    money("current_total_price", total);
    order.put("total_outstanding", "0.00");
  }

  private void money(String field, BigDecimal amount) {
    order.put(field, decimal(amount));
    set(order, field + "_set", amount);
  }

  private static void set(ObjectNode owner, String field, BigDecimal amount) {
    ObjectNode set = owner.putObject(field);
    set.putObject("shop_money").put("amount", decimal(amount)).put("currency_code", "USD");
    set.putObject("presentment_money").put("amount", decimal(amount)).put("currency_code", "USD");
  }

  private static String decimal(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
  }

  private static String shopTime(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(SHOP_ZONE));
  }
}
