package pet.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.platform.limit.Cost;

class RequestCostTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /api/catalog, READS",
    "HEAD, /api/designs/7, READS",
    "POST, /api/designs/quote, READS",
    "GET, /nothing, READS",
    "GET, /webhooks, READS",
    "GET, /api/webhooks/deliveries, READS",
    "POST, /api/designs, WRITES",
    "PATCH, /api/users/me, WRITES",
    "POST, /api/webhooks/replay, WRITES",
    "BREW, /api/catalog, WRITES",
    "POST, /api/previews, PICTURES",
    "GET, /api/previews/0af3.webp, PICTURES",
    "GET, /api/designs/7/preview.png, PICTURES",
    "GET, /api/users/me/export, EXPORTS",
    "DELETE, /api/users/me, EXPORTS",
    "GET, /api/users/me/export/, EXPORTS",
    "DELETE, /api/users/me/, EXPORTS",
    "GET, /, READS",
    "GET, /api/users/me, READS",
    "POST, /webhooks/shopify/orders/create,",
    "POST, /internal/order/report,",
    "GET, /healthz,",
    "GET, /ready,",
  })
  void goesByMethodAndPath(String method, String path, Cost cost) {
    assertThat(RequestCost.of(method, path)).isEqualTo(Optional.ofNullable(cost));
  }
}
