package pet.webhook.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider's orders: which there are, cheaply, and one in full. */
public final class AdminOrders {

  private static final int PAGE = 100;

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
    JsonNode orders = api.ask(AdminQueries.CHANGED, variables).path("orders");
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
    JsonNode order = api.ask(AdminQueries.ONE, Map.of("id", WholeOrder.id(id))).path("order");
    if (!(order instanceof ObjectNode found)) {
      return Optional.empty();
    }
    WholeOrder.complete(api, found);
    return Optional.of(AdminOrder.read(found));
  }
}
