package pet.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.database.DatabaseSettings;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * Groups of deliveries for an order module that takes them and does not answer in time, for its
 * database lets nobody write; it goes on with them when nobody waits any more.
 */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class HungOrdersIT {

  private static final String NOBODY = "http://localhost:" + FreePorts.next();
  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ORDERS = 24;

  private static DatabaseSettings database;
  private static PetProcess orders;
  private static PetProcess ingest;

  @BeforeAll
  static void boot(Servers servers) {
    database = servers.newDatabase();
    orders = process(servers).with("modules.order", "local").with("modules.webhook", "off").start();
    ingest =
        process(servers)
            .with("modules.order", orders.url().toString())
            .with("modules.webhook", "local")
            .with("webhook.firstRetry", "300ms")
            .with("webhook.workers", "2")
            .with("remote.timeout", "1s")
            .with("remote.attemptTimeout", "400ms")
            // Never left alone: each is asked for the whole time.
            .with("remote.breaker.window", "10000")
            .with("remote.breaker.minimum", "10000")
            .start();
  }

  private static PetProcess.Builder process(Servers servers) {
    return PetProcess.of("backend", BackendService.modules(), "backend.yml")
        .on(servers, database)
        .with("modules.user", NOBODY)
        .with("modules.builder", NOBODY)
        .with("modules.analytics", "off");
  }

  @AfterAll
  static void stop() {
    ingest.close();
    orders.close();
  }

  @Test
  void nothingIsLostOrDoubledAndOnlyWhatWasTriedAloneHasAnAttempt() throws Exception {
    List<ShopifyOrderPayload> placed = Stream.generate(() -> anOrder()).limit(ORDERS).toList();
    try (Connection other =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE orders.orders IN EXCLUSIVE MODE");
      placed.forEach(order -> send("orders/create", order));
      placed.forEach(order -> send("orders/fulfilled", order));
      // Of two workers each has had a group, and then its first alone, more than once.
      await().atMost(SOON).until(() -> attempts(deliveries()) >= 6);
      List<JsonNode> now = deliveries();
      assertThat(attempts(now)).as("the others of a group have none by it").isLessThan(10);
      assertThat(now).noneMatch(delivery -> statusOf(delivery).equals("PROCESSED"));
      assertThat(now)
          .filteredOn(delivery -> statusOf(delivery).equals("PENDING"))
          .hasSizeGreaterThan(ORDERS)
          .allMatch(delivery -> delivery.get("attempts").asInt() == 0);
      other.rollback();
    }

    await()
        .atMost(SOON)
        .until(() -> deliveries().stream().allMatch(d -> statusOf(d).equals("PROCESSED")));
    assertThat(deliveries()).hasSize(2 * ORDERS).allSatisfy(HungOrdersIT::assertAttemptsAreTold);
    for (ShopifyOrderPayload order : placed) {
      JsonNode read = orders.get("/api/orders/" + order.number(), STAFF).json();
      assertThat(read.get("history").findValuesAsText("status"))
          .containsExactly("CONFIRMED", "SHIPPED");
    }
    assertThat(count("orders.orders")).isEqualTo(ORDERS);
    assertThat(count("orders.inbox WHERE consumer = 'order'")).isEqualTo(2 * ORDERS);
  }

  /** Each that failed is in its history, with the reason. */
  private static void assertAttemptsAreTold(JsonNode delivery) {
    JsonNode read =
        ingest.get("/api/webhooks/deliveries/" + delivery.get("id").asText(), STAFF).json();
    List<JsonNode> retries =
        StreamSupport.stream(read.get("history").spliterator(), false)
            .filter(entry -> entry.get("what").asText().equals("RETRYING"))
            .toList();
    assertThat(retries).hasSize(delivery.get("attempts").asInt());
    assertThat(retries)
        .allMatch(r -> r.get("reason").asText().equals("the order module does not answer"));
  }

  private static String statusOf(JsonNode delivery) {
    return delivery.get("status").asText();
  }

  private static List<JsonNode> deliveries() {
    JsonNode page = ingest.get("/api/webhooks/deliveries?limit=100", STAFF).json();
    return StreamSupport.stream(page.get("items").spliterator(), false).toList();
  }

  private static int attempts(List<JsonNode> deliveries) {
    return deliveries.stream().mapToInt(delivery -> delivery.get("attempts").asInt()).sum();
  }

  private static int count(String rows) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + rows)) {
      assertThat(count.next()).isTrue();
      return count.getInt(1);
    }
  }

  private static void send(String topic, ShopifyOrderPayload order) {
    SignedWebhook webhook = new ShopifyWebhooks().deliver(topic, order);
    HttpRequest.Builder request = ingest.request(webhook.path(), null);
    webhook.headers().forEach(request::header);
    assertThat(ingest.send(request.POST(BodyPublishers.ofByteArray(webhook.body()))).status())
        .isEqualTo(200);
  }
}
