package pet.testing.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A recorded order whose parts are many, told as Shopify's Admin API tells them: what has pages a
 * page at a time, what has none no further than asked for. The first parcel and the first refund
 * are of every line; each refund pays in as many parts as there are refunds.
 */
final class LargeOrder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OPERATION = Pattern.compile("^query (\\w+)");

  private final ObjectNode answer;
  private final ObjectNode order;
  private final List<ObjectNode> lines;
  private final List<ObjectNode> parcels;
  private final List<ObjectNode> refunds;
  private volatile boolean changing;

  /**
   * @param recorded an answer about an order that has a line, a parcel and a refund
   */
  LargeOrder(JsonNode recorded, long id, int lines, int parcels, int refunds) {
    answer = recorded.deepCopy();
    order = (ObjectNode) answer.path("data").path("order");
    order.put("legacyResourceId", Long.toString(id));
    this.lines = copies(order.path("lineItems").path("nodes").path(0), lines);
    for (int i = 0; i < lines; i++) {
      this.lines.get(i).put("id", lineId(i)).put("title", "Harness " + i);
    }
    this.parcels = copies(order.path("fulfillments").path(0), parcels);
    number(this.parcels, "fulfillmentLineItems", 255858046401L);
    this.refunds = copies(order.path("refunds").path(0), refunds);
    number(this.refunds, "refundLineItems", 509562969L);
    for (ObjectNode refund : this.refunds) {
      ObjectNode transactions = (ObjectNode) refund.path("transactions");
      List<ObjectNode> parts = copies(transactions.path("nodes").path(0), refunds);
      transactions.putArray("nodes").addAll(parts);
    }
  }

  private static String lineId(int i) {
    return "gid://shopify/LineItem/" + (866550311766439020L + i);
  }

  private static List<ObjectNode> copies(JsonNode of, int times) {
    return IntStream.range(0, times).mapToObj(i -> (ObjectNode) of.deepCopy()).toList();
  }

  private void number(List<ObjectNode> parts, String connection, long first) {
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode part = parts.get(i);
      part.put("legacyResourceId", Long.toString(first + i));
      ObjectNode of = (ObjectNode) part.path(connection);
      JsonNode one = of.path("nodes").path(0);
      List<ObjectNode> itsLines = copies(one, i == 0 ? lines.size() : 1);
      for (int line = 0; line < itsLines.size(); line++) {
        itsLines.get(line).putObject("lineItem").put("id", lineId(line));
      }
      of.putArray("nodes").addAll(itsLines);
    }
  }

  /** Whether it is another version at each further question. */
  void changing(boolean is) {
    changing = is;
  }

  private String version() {
    return changing ? "2026-11-20T10:16:00Z" : order.path("updatedAt").asText();
  }

  /** The answer to one of our questions. */
  byte[] answer(JsonNode asked) {
    String query = asked.path("query").asText();
    Matcher operation = OPERATION.matcher(query);
    if (!operation.find()) {
      throw new IllegalArgumentException(query);
    }
    String after = asked.path("variables").path("after").asText("");
    String id = asked.path("variables").path("id").asText();
    ObjectNode data = JSON.createObjectNode();
    switch (operation.group(1)) {
      case "One" -> data.set("order", first(query));
      case "Lines" -> {
        ObjectNode part = data.putObject("order");
        part.put("updatedAt", version());
        part.set("lineItems", page(lines, query, "lineItems", after));
      }
      case "Parcels" -> data.set("order", listed(parcels, query, "fulfillments"));
      case "Refunds" -> data.set("order", listed(refunds, query, "refunds"));
      case "OneParcel" -> data.set("fulfillment", paged(find(parcels, id), query, ""));
      case "ParcelLines" -> data.set("fulfillment", further(find(parcels, id), query, after));
      case "OneRefund" -> data.set("refund", paged(find(refunds, id), query, ""));
      case "RefundLines", "RefundTransactions" ->
          data.set("refund", further(find(refunds, id), query, after));
      default -> throw new IllegalArgumentException(query);
    }
    ObjectNode whole = answer.deepCopy();
    whole.set("data", data);
    return whole.toString().getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode first(String query) {
    ObjectNode first = order.deepCopy();
    first.set("lineItems", page(lines, query, "lineItems", ""));
    first.set("fulfillments", list(parcels, query, "fulfillments"));
    first.set("refunds", list(refunds, query, "refunds"));
    return first;
  }

  private static ArrayNode list(List<ObjectNode> of, String query, String name) {
    ArrayNode list = JSON.createArrayNode();
    of.stream().limit(asked(query, name)).forEach(part -> list.add(paged(part, query, "")));
    return list;
  }

  private ObjectNode listed(List<ObjectNode> of, String query, String name) {
    ObjectNode part = JSON.createObjectNode();
    part.put("updatedAt", version());
    part.set(name, list(of, query, name));
    return part;
  }

  private static ObjectNode find(List<ObjectNode> of, String id) {
    return of.stream()
        .filter(part -> id.endsWith("/" + part.path("legacyResourceId").asText()))
        .findFirst()
        .orElseThrow();
  }

  /** The asked page of what is in it, and nothing else. */
  private static ObjectNode further(ObjectNode whole, String query, String after) {
    return paged(whole, query, after)
        .retain("fulfillmentLineItems", "refundLineItems", "transactions");
  }

  /** A parcel or a refund, with the asked page of what is in it. */
  private static ObjectNode paged(ObjectNode whole, String query, String after) {
    ObjectNode part = whole.deepCopy();
    for (String name : List.of("fulfillmentLineItems", "refundLineItems", "transactions")) {
      if (part.has(name) && query.contains(name)) {
        List<JsonNode> all = new ArrayList<>();
        whole.path(name).path("nodes").forEach(all::add);
        part.set(name, page(all, query, name, after));
      } else {
        part.remove(name);
      }
    }
    return part;
  }

  private static ObjectNode page(
      List<? extends JsonNode> all, String query, String name, String after) {
    int from = after.isEmpty() ? 0 : Integer.parseInt(after);
    int to = Math.min(all.size(), from + asked(query, name));
    ObjectNode page = JSON.createObjectNode();
    page.putArray("nodes").addAll(all.subList(from, to));
    page.putObject("pageInfo")
        .put("hasNextPage", to < all.size())
        .put("endCursor", Integer.toString(to));
    return page;
  }

  /** How many of a name a question asks for at most. */
  private static int asked(String query, String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "\\(first: (\\d+)").matcher(query);
    if (!matcher.find()) {
      throw new IllegalArgumentException("how many " + name + "?");
    }
    return Integer.parseInt(matcher.group(1));
  }
}
