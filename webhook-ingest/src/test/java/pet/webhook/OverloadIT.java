package pet.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** Too many deliveries, slow senders, half bodies and strangers: refused, and nothing is stored. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OverloadIT {

  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final ShopifyWebhooks SHOP =
      new ShopifyWebhooks(ShopifyWebhooks.DEVELOPMENT_SECRET, "paws.myshopify.com");
  private static DatabaseSettings database;
  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    database = servers.newDatabase();
    process =
        PetProcess.of(
                "webhook-ingest",
                List.of(new OrderModuleDouble(new RecordedOrders()), new WebhookModule()),
                "webhook.yml")
            .on(servers, database)
            .with("modules.order", "local")
            .with("webhook.shops", "Paws.myshopify.com, tails.myshopify.com")
            .with("webhook.bounds.waiting", 4)
            .with("webhook.bounds.bodyTime", "500ms")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static int stored() {
    int count = 0;
    String cursor = "";
    do {
      var page = process.get("/api/webhooks/deliveries?limit=100" + cursor, STAFF).json();
      count += page.get("items").size();
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
    } while (cursor != null);
    return count;
  }

  private static void awaitMetric(String line) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(process.admin("/metrics").text()).contains(line));
  }

  /** A connection that has announced a body of so many bytes. */
  private static Socket announce(SignedWebhook webhook, long length) throws IOException {
    StringBuilder head =
        new StringBuilder("POST " + webhook.path() + " HTTP/1.1\r\nHost: localhost\r\n");
    webhook.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    Socket socket = new Socket("localhost", process.url().getPort());
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    byte[] some = new byte[4096];
    int n = socket.getInputStream().read(some);
    return n < 0 ? "" : new String(some, 0, n, ISO_8859_1);
  }

  @Test
  void aShopThatIsNotOursIsRefusedBeforeItsBodyIsRead() throws IOException {
    int before = stored();
    SignedWebhook theirs =
        new ShopifyWebhooks(ShopifyWebhooks.DEVELOPMENT_SECRET, "cats.myshopify.com")
            .deliver("orders/create", anOrder());
    Answer answer = process.deliver(theirs);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:forbidden");
    assertThat(process.deliver(theirs.with("X-Shopify-Shop-Domain", null)).status()).isEqualTo(403);
    try (Socket socket = announce(theirs, 1_000_000)) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 403");
    }
    assertThat(stored()).isEqualTo(before);
    awaitMetric("webhook_rejected_shopify_other_shop_total");
    assertThat(process.deliver(SHOP.deliver("orders/create", anOrder())).status()).isEqualTo(200);
  }

  @Test
  void aHalfBodyIsNothing() throws IOException {
    int before = stored();
    SignedWebhook webhook = SHOP.deliver("orders/create", anOrder());
    try (Socket socket = announce(webhook, webhook.body().length)) {
      socket.getOutputStream().write(webhook.body(), 0, webhook.body().length / 2);
      socket.getOutputStream().flush();
    }
    awaitMetric("webhook_rejected_shopify_incomplete_total");
    assertThat(stored()).isEqualTo(before);
    awaitMetric("webhook_held_bytes 0.0");
    assertThat(process.deliver(webhook).status()).isEqualTo(200);
  }

  @Test
  void aWrongLengthIsNothing() throws IOException {
    int before = stored();
    SignedWebhook webhook = SHOP.deliver("orders/create", anOrder());
    // Less is announced than is sent: the signature is over more than arrives.
    try (Socket socket = announce(webhook, webhook.body().length - 7)) {
      socket.getOutputStream().write(webhook.body());
      assertThat(answer(socket)).startsWith("HTTP/1.1 401");
    }
    // More than anybody may send.
    try (Socket socket = announce(webhook, 3_000_000_000L)) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 413");
    }
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aSlowSenderIsLetGo() throws IOException {
    int before = stored();
    SignedWebhook webhook = SHOP.deliver("orders/create", anOrder());
    try (Socket socket = announce(webhook, webhook.body().length)) {
      OutputStream out = socket.getOutputStream();
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return answer(socket);
                } catch (IOException e) {
                  return "gone";
                }
              });
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                if (!answer.isDone()) {
                  out.write(' ');
                }
                return answer.isDone();
              });
      assertThat(answer.join()).startsWith("HTTP/1.1 408");
    }
    awaitMetric("webhook_rejected_shopify_incomplete_total");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void tooManyDeliveriesAreToldToComeAgainAndNoneIsLost() throws Exception {
    List<SignedWebhook> webhooks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      webhooks.add(SHOP.deliver("orders/create", anOrder()));
    }
    List<Answer> answers;
    ExecutorService senders = Executors.newFixedThreadPool(webhooks.size());
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password().value())) {
      // The log is slow today.
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE webhook.delivery_key IN EXCLUSIVE MODE");
      List<CompletableFuture<Answer>> sent =
          webhooks.stream()
              .map(
                  webhook -> CompletableFuture.supplyAsync(() -> process.deliver(webhook), senders))
              .toList();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> sent.stream().filter(CompletableFuture::isDone).count() >= 10);
      connection.rollback();
      answers = sent.stream().map(CompletableFuture::join).toList();
    } finally {
      senders.shutdownNow();
    }
    assertThat(answers).extracting(Answer::status).containsOnly(200, 503);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 503)
        .allSatisfy(answer -> assertThat(answer.header("retry-after")).isNotNull());
    awaitMetric("webhook_rejected_shopify_overload_total");
    // They come again.
    for (SignedWebhook webhook : webhooks) {
      assertThat(process.deliver(webhook).status()).isEqualTo(200);
    }
    for (SignedWebhook webhook : webhooks) {
      assertThat(process.deliver(webhook).json().get("status").asText()).isEqualTo("duplicate");
    }
  }
}
