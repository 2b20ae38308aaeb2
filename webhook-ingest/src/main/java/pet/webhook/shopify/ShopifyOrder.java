package pet.webhook.shopify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderReport.Totals;
import pet.webhook.payload.Payload;

/**
 * Reads Shopify's order, the body that all order topics share: the topic tells what happened, and
 * the body never does. A missing optional thing is null; a missing needed one is {@link
 * InvalidInput} with its path.
 */
public final class ShopifyOrder {

  private static final Map<String, Fact> FACTS =
      Map.of(
          "orders/create", Fact.CREATED,
          "orders/updated", Fact.UPDATED,
          "orders/paid", Fact.PAID,
          "orders/partially_fulfilled", Fact.PARTIALLY_FULFILLED,
          "orders/fulfilled", Fact.FULFILLED,
          "orders/cancelled", Fact.CANCELLED);

  private static final Set<String> MONEY_CAME = Set.of("paid", "partially_refunded", "refunded");
  private static final Pattern NOT_DIGITS = Pattern.compile("\\D+");
  private static final Pattern DESIGN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern REVISION = Pattern.compile("[1-9]\\d{0,8}");

  private ShopifyOrder() {}

  /** The topics that say something of an order. */
  public static Set<String> topics() {
    return FACTS.keySet();
  }

  /** What a topic says of an order; empty if it is none that moves one. */
  public static Optional<Fact> factOf(String topic) {
    return Optional.ofNullable(FACTS.get(topic));
  }

  /**
   * Reads an order as the topic's fact tells it.
   *
   * @throws InvalidInput if something needed is missing or wrong
   */
  public static OrderReport read(String deliveryId, Fact fact, byte[] body) {
    Payload order = Payload.parse(body);
    // First of all: a body that says of no order is no order whose currency is wrong.
    long id = order.get("id").id();
    String currency = order.get("currency").currency();
    return new OrderReport(
        deliveryId,
        fact,
        id,
        number(order),
        order.get("name").text().orElseGet(() -> "#" + number(order)),
        email(order),
        order.get("financial_status").text().filter("pending"::equals).isPresent(),
        totals(order, currency),
        lines(order, currency),
        shipping(order),
        order.get("created_at").neededTime(),
        order.get("updated_at").neededTime(),
        state(order, currency));
  }

  /**
   * The number by which the customer knows the order. {@code number} counts from 1 where {@code
   * order_number} counts from 1001, so it comes last.
   */
  private static String number(Payload order) {
    if (!order.get("order_number").isAbsent()) {
      return Long.toString(order.get("order_number").id());
    }
    return order
        .get("name")
        .text()
        .map(name -> NOT_DIGITS.matcher(name).replaceAll(""))
        .filter(digits -> !digits.isEmpty() && digits.length() < 19)
        .orElseGet(
            () -> {
              if (order.get("number").isAbsent()) {
                throw order.get("order_number").wrong("is needed");
              }
              return Long.toString(order.get("number").id());
            });
  }

  private static String email(Payload order) {
    return Stream.of(
            order.get("email"), order.get("contact_email"), order.get("customer").get("email"))
        .flatMap(candidate -> candidate.text().stream())
        .findFirst()
        .orElse(null);
  }

  /**
   * {@code total_price} and its like: before refunds, which {@code current_total_price} holds as
   * well. Shopify always sends them all; one that is missing is told and not made up.
   */
  private static Totals totals(Payload order, String currency) {
    return new Totals(
        order.get("subtotal_price").neededMoney(currency),
        order.get("total_discounts").neededMoney(currency),
        shippingCost(order, currency),
        order.get("total_tax").neededMoney(currency),
        order.get("total_price").neededMoney(currency));
  }

  /** Shopify's own sum in the shop's currency, else its shipping lines', be there none. */
  private static Money shippingCost(Payload order, String currency) {
    Payload sum = order.get("total_shipping_price_set").get("shop_money").get("amount");
    if (!sum.isAbsent() || order.get("shipping_lines").isAbsent()) {
      return sum.neededMoney(currency);
    }
    return order.get("shipping_lines").elements().stream()
        .map(line -> line.get("price").neededMoney(currency))
        .reduce(Money.of("0", currency), Money::plus);
  }

  private static List<Line> lines(Payload order, String currency) {
    if (order.get("line_items").isAbsent()) {
      throw order.get("line_items").wrong("is needed");
    }
    return order.get("line_items").elements().stream().map(item -> line(item, currency)).toList();
  }

  private static Line line(Payload item, String currency) {
    Map<String, String> properties = properties(item.get("properties"));
    String designId = properties.getOrDefault("_design_id", "");
    String revision = properties.getOrDefault("_design_revision", "");
    // Properties can be edited by whoever fills the cart: what names no revision is ordinary goods.
    boolean designed =
        DESIGN_ID.matcher(designId).matches() && REVISION.matcher(revision).matches();
    return new Line(
        item.get("id").id(),
        item.get("title")
            .text()
            .or(() -> item.get("name").text())
            .orElseThrow(() -> item.get("title").wrong("is needed")),
        item.get("sku").text().orElse(null),
        item.get("quantity").count(),
        item.get("price").neededMoney(currency),
        designed ? designId : null,
        designed ? Integer.valueOf(revision) : null);
  }

  /** Shopify's list of name and value. */
  private static Map<String, String> properties(Payload list) {
    if (!list.node().isArray()) {
      return Map.of();
    }
    return list.elements().stream()
        .map(Payload::node)
        .filter(p -> p.path("name").isTextual() && p.path("value").isValueNode())
        .collect(
            Collectors.toMap(
                p -> p.path("name").textValue(),
                p -> p.path("value").asText().strip(),
                (first, second) -> second));
  }

  /** The parcel of the first fulfilment that did not fail; null while there is none. */
  private static Shipping shipping(Payload order) {
    return order.get("fulfillments").elements().stream()
        .filter(fulfillment -> ShopifyParts.stateOf(fulfillment) != Fulfillment.State.FAILED)
        .flatMap(fulfillment -> Stream.ofNullable(ShopifyParts.shipping(fulfillment)))
        .findFirst()
        .orElse(null);
  }

  /** What has become of it, as far as the body tells. */
  private static State state(Payload order, String currency) {
    Optional<String> money = order.get("financial_status").text();
    Optional<Instant> cancelled = order.get("cancelled_at").time();
    return new State(
        money.filter(MONEY_CAME::contains).isPresent(),
        // Shopify's test deliveries say so of every order, at the second it was placed.
        cancelled.filter(order.get("created_at").neededTime()::isBefore).isPresent(),
        money.filter("refunded"::equals).isPresent(),
        order.get("taxes_included").node().asBoolean(false),
        order.get("current_total_price").money(currency).orElse(null),
        order.get("line_items").elements().stream()
            .filter(line -> !line.get("current_quantity").isAbsent())
            .map(
                line -> new LineQuantity(line.get("id").id(), line.get("current_quantity").count()))
            .toList(),
        order.get("fulfillments").elements().stream()
            .filter(fulfillment -> !fulfillment.get("id").isAbsent())
            .map(
                fulfillment ->
                    ShopifyParts.fulfillment(fulfillment, order.get("updated_at").neededTime()))
            .toList(),
        order.get("refunds").elements().stream()
            .filter(refund -> !refund.get("id").isAbsent())
            .map(refund -> ShopifyRefund.read(refund, order))
            .toList());
  }
}
