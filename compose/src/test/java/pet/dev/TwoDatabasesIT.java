package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.backend.BackendService;
import pet.embedded.EmbeddedPostgres;
import pet.embedded.EmbeddedServers;
import pet.platform.database.DatabaseSettings;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The builder's data on a PostgreSQL of its own, the rest on another: the store cannot tell. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class TwoDatabasesIT {

  private static final String CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold"}""";

  @Test
  void buildersAndOrdersLiveOnTwoServers(Servers servers) throws SQLException {
    DatabaseSettings common = servers.newDatabase();
    try (EmbeddedServers others =
        EmbeddedServers.throwaway(Path.of(System.getProperty("pet.home", ".pet")))) {
      EmbeddedPostgres own = others.postgres();
      own.start();
      try (PetProcess store =
          PetProcess.of("store", BackendService.modules(), "dev.yml")
              .on(servers, common)
              .with("databases.builder.url", own.jdbcUrl())
              .start()) {
        String alice = PetProcess.token("alice", null);
        String body = "{\"name\":\"Rex\",\"config\":" + CONFIG + "}";
        String design = store.post("/api/designs", alice, body).json().get("id").asText();
        ShopifyOrderPayload order = anOrder().designed(design, 1, "54.99", 1);
        deliver(store, new ShopifyWebhooks().deliver("orders/create", order));

        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(ordered(store, order)).isEqualTo(design));
        assertThat(store.get("/api/designs", alice).json().get("items")).hasSize(1);
        assertThat(schemas(own.jdbcUrl())).containsExactly("builder");
        assertThat(schemas(common.url())).contains("orders", "users", "webhook");
        assertThat(schemas(common.url())).doesNotContain("builder");
      }
    }
  }

  private static void deliver(PetProcess store, SignedWebhook webhook) {
    assertThat(store.deliver(webhook).status()).isEqualTo(200);
  }

  private static String ordered(PetProcess store, ShopifyOrderPayload order) {
    JsonNode found = store.get("/api/orders/" + order.number() + "?email=" + order.email()).json();
    return found.at("/items/0/designId").asText();
  }

  private static List<String> schemas(String url) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url, EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT nspname FROM pg_namespace
                WHERE nspname IN ('builder', 'orders', 'users', 'webhook')
                """)) {
      List<String> names = new ArrayList<>();
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    }
  }
}
