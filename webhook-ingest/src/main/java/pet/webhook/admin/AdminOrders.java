package pet.webhook.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider's orders: which there are, cheaply, and one in full. */
public final class AdminOrders {

  private static final int PAGE = 100;

  private static final String CHANGED =
      """
      query Changed($first: Int!, $after: String, $query: String!) {
        orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
          nodes { legacyResourceId updatedAt }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  // Parts are asked for in such numbers that the question stays under the 1000 points that one may
  // cost. An order with more is not read by halves: AdminOrder refuses it.
  private static final String ONE =
      """
      query One($id: ID!) {
        order(id: $id) {
          legacyResourceId name number email createdAt updatedAt cancelledAt
          displayFinancialStatus currencyCode taxesIncluded
          subtotalPriceSet { shopMoney { amount } }
          totalDiscountsSet { shopMoney { amount } }
          totalShippingPriceSet { shopMoney { amount } }
          totalTaxSet { shopMoney { amount } }
          totalPriceSet { shopMoney { amount } }
          currentTotalPriceSet { shopMoney { amount } }
          lineItems(first: 100) {
            nodes {
              id title sku quantity currentQuantity
              originalUnitPriceSet { shopMoney { amount } }
              customAttributes { key value }
            }
            pageInfo { hasNextPage }
          }
          fulfillments(first: 10) {
            legacyResourceId status displayStatus updatedAt
            trackingInfo(first: 1) { company number url }
            fulfillmentLineItems(first: 25) {
              nodes { quantity lineItem { id } }
              pageInfo { hasNextPage }
            }
          }
          refunds(first: 10) {
            legacyResourceId createdAt
            transactions(first: 5) {
              nodes { kind status amountSet { shopMoney { amount currencyCode } } }
              pageInfo { hasNextPage }
            }
            refundLineItems(first: 20) {
              nodes { quantity lineItem { id } }
              pageInfo { hasNextPage }
            }
          }
        }
      }
      """;

  private final AdminApi api;

  public AdminOrders(AdminApi api) {
    this.api = api;
  }

  /** An order and its version. */
  public record Changed(long id, Instant updatedAt) {}

  /**
   * Some of the orders that changed, by the time of their change.
   *
   * @param next the cursor of the next page; null for the last one
   */
  public record Page(List<Changed> orders, String next) {}

  /**
   * Orders that changed since then, oldest change first.
   *
   * @param cursor null for the first page
   */
  public Page changed(Instant since, String cursor) throws AdminException, InterruptedException {
    Map<String, Object> variables = new HashMap<>();
    variables.put("first", PAGE);
    variables.put("after", cursor);
    variables.put("query", "updated_at:>='" + since + "'");
    JsonNode orders = api.ask(CHANGED, variables).path("orders");
    List<Changed> changed = new ArrayList<>();
    for (JsonNode node : orders.path("nodes")) {
      changed.add(AdminOrder.changed(node));
    }
    JsonNode page = orders.path("pageInfo");
    return new Page(
        changed, page.path("hasNextPage").asBoolean() ? page.path("endCursor").asText(null) : null);
  }

  /**
   * An order as the body of a webhook.
   *
   * @return empty if the shop no longer has it
   * @throws UnreadableOrderException if it cannot be told in full
   */
  public Optional<AdminOrder> find(long id) throws AdminException, InterruptedException {
    JsonNode order = api.ask(ONE, Map.of("id", "gid://shopify/Order/" + id)).path("order");
    return order.isObject() ? Optional.of(AdminOrder.read(order)) : Optional.empty();
  }
}
