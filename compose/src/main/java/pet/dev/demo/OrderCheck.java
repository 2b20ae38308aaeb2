package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pet.dev.demo.SoldOrder.Expected;
import pet.domain.order.OrderStatus;

/** Compares the orders with what was sent: each must be there once, with a legal history. */
final class OrderCheck {

  private final Map<Long, Expected> expected;

  OrderCheck(Map<Long, Expected> expected) {
    this.expected = expected;
  }

  void check(List<JsonNode> orders, Findings findings) {
    Map<Long, JsonNode> byNumber = byNumber(orders, findings);
    byNumber.keySet().stream()
        .filter(number -> !expected.containsKey(number))
        .forEach(number -> findings.doubled("order " + number + " was never sold"));
    expected.forEach(
        (number, right) -> {
          JsonNode found = byNumber.get(number);
          if (found == null) {
            findings.lost("order " + number);
          } else {
            check("order " + number, found, right, findings);
          }
        });
  }

  /** Orders by their number, each of which must be there once. */
  static Map<Long, JsonNode> byNumber(List<JsonNode> orders, Findings findings) {
    Map<Long, JsonNode> byNumber = new HashMap<>();
    for (JsonNode order : orders) {
      long number = Long.parseLong(order.get("orderNumber").asText());
      if (byNumber.put(number, order) != null) {
        findings.doubled("order " + number + " is there twice");
      }
    }
    return byNumber;
  }

  /** Each step of the history must be one that the shop may report. */
  static void checkHistory(String order, JsonNode found, Findings findings) {
    OrderStatus now = null;
    for (JsonNode change : found.get("history")) {
      OrderStatus next = OrderStatus.valueOf(change.get("status").asText());
      if (now != null && !now.canBeReportedAs(next)) {
        findings.doubled(order + " has the history " + found.get("history"));
        return;
      }
      now = next;
    }
    if (now == null) {
      findings.doubled(order + " has no history");
    }
  }

  private static void check(String order, JsonNode found, Expected right, Findings findings) {
    checkHistory(order, found, findings);
    if (!found.get("status").asText().equals(right.status().name())) {
      findings.lost(order + " is " + found.get("status") + " and not " + right.status());
    } else if (right.paidBy() != null && !confirmed(found).equals(List.of(right.paidBy()))) {
      findings.doubled(order + " is confirmed by " + confirmed(found));
    }
    JsonNode line = found.at("/items/0");
    findings.compare(
        order + ": refunded pieces", line.get("refundedQuantity").asInt(), right.refunded());
    findings.compare(
        order + ": sent pieces", line.get("fulfilledQuantity").asInt(), right.fulfilled());
    // What is taken away twice is less than it should be.
    findings.compare(
        order + ": pieces gone",
        SoldOrder.PIECES - line.get("quantity").asInt(),
        SoldOrder.PIECES - right.quantity());
    JsonNode totals = found.get("totals");
    findings.compare(
        order + ": refunded", money(totals, "refunded"), new BigDecimal(right.refundedMoney()));
    findings.compare(order + ": comes to", money(totals, "current"), new BigDecimal(right.total()));
  }

  /** By whom, each time. */
  private static List<String> confirmed(JsonNode order) {
    List<String> by = new ArrayList<>();
    for (JsonNode change : order.get("history")) {
      if (change.get("status").asText().equals(OrderStatus.CONFIRMED.name())) {
        by.add(change.get("by").asText());
      }
    }
    return by;
  }

  private static BigDecimal money(JsonNode totals, String name) {
    return new BigDecimal(totals.get(name).get("amount").asText());
  }
}
