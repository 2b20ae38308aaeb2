package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.messaging.Json;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The document against the answers of a process: what is said is so. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OpenApiIT {

  private static final String CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":\
      {"text":"REX","font":"block","position":"back","threadColor":"#FFFFFF"}}""";
  private static final String EMAIL = "rex@pets.test";
  private static final String ALICE = PetProcess.token("alice", null, EMAIL);
  private static final String STAFF = PetProcess.token("sam", "staff");
  private static final String NOBODY = null;

  private static PetProcess process;
  private static Contract contract;

  @BeforeAll
  static void boot(Servers servers) {
    process = AllModules.start(servers, Map.of());
    contract = new Contract(process.get("/openapi.json").json());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void theProcessOfAllModulesServesTheWholeDocument() throws Exception {
    Answer served = process.get("/openapi.json");
    assertThat(served.json().equals(committed())).as("it is docs/openapi.json").isTrue();
    assertThat(served.header("Content-Type")).isEqualTo("application/json");
    assertThat(served.header("Cache-Control")).isEqualTo("no-cache");
    Answer again =
        process.send(
            process.request("/openapi.json", null).header("If-None-Match", served.header("ETag")));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void itsHeadersAloneAreThoseOfAllOfIt() {
    Answer all = process.get("/openapi.json");
    Answer head =
        process.send(
            process.request("/openapi.json", null).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo(all.header("ETag"));
    assertThat(head.header("Content-Length")).isEqualTo(all.header("Content-Length"));
    assertThat(head.text()).isEmpty();
  }

  /** The document of the repository. */
  static JsonNode committed() throws IOException {
    return Json.strict().readTree(Files.readString(Path.of("../docs/openapi.json")));
  }

  @Test
  void everyPathOfTheDocumentIsThereWithItsMethodsAndNoOther() {
    for (String path : paths()) {
      Answer options =
          process.send(
              process.request(filled(path), null).method("OPTIONS", BodyPublishers.noBody()));
      Set<String> said = new TreeSet<>();
      contract.operations().stream()
          .filter(operation -> operation.path().equals(path))
          .forEach(operation -> said.add(operation.verb().toUpperCase(Locale.ROOT)));
      Set<String> allowed =
          new TreeSet<>(Arrays.asList(options.header("Allow").split("\\s*,\\s*", -1)));
      allowed.remove("OPTIONS");
      // With each GET there is a HEAD.
      if (!said.contains("HEAD")) {
        allowed.remove("HEAD");
      }
      assertThat(allowed).as(path).isEqualTo(said);
    }
  }

  private static Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    contract.operations().forEach(operation -> paths.add(operation.path()));
    return paths;
  }

  private static String filled(String path) {
    return path.replace("{format}", "png").replace("{revision}", "1").replaceAll("\\{\\w+}", "x");
  }

  /** Who needs no login; whoever adds a path decides. */
  private static final Set<String> PUBLIC =
      Set.of(
          "get /api/catalog",
          "post /api/designs/quote",
          "get /api/designs/shared/{token}",
          "head /api/designs/shared/{token}",
          "get /api/orders/track/{token}",
          // With an email or a token of its own.
          "get /api/orders/{ref}",
          "get /api/orders/{ref}/events",
          "head /api/orders/{ref}/events",
          "get /api/presets",
          "post /api/previews",
          "get /api/previews/{hash}.{format}");

  private static final Set<String> FOR_STAFF =
      Set.of(
          "get /api/analytics/stream",
          "head /api/analytics/stream",
          "get /api/analytics/{rollup}",
          "post /api/orders/{id}/status",
          "get /api/orders/{ref}/tracking-links",
          "get /api/users/erasures",
          "get /api/users/erasures/{id}",
          "get /api/webhooks/deliveries",
          "get /api/webhooks/deliveries/{id}",
          "post /api/webhooks/deliveries/{id}/replay",
          "get /api/webhooks/replay",
          "post /api/webhooks/replay",
          "get /api/webhooks/replay/{id}",
          "get /api/webhooks/requests",
          "get /api/webhooks/requests/{id}/export",
          "post /api/webhooks/requests/{id}/done",
          "post /api/webhooks/requests/{id}/erase");

  @Test
  void whoMayCallWhatIsAsListed() {
    Set<String> open = new TreeSet<>();
    Set<String> forStaff = new TreeSet<>();
    for (Contract.Operation operation : contract.operations()) {
      if (operation.path().startsWith("/webhooks/")) {
        // Signed by their senders.
        assertThat(status(operation, ALICE)).as(operation.toString()).isIn(401, 404);
      } else if (status(operation, NOBODY) != 401) {
        open.add(operation.toString());
      } else if (status(operation, ALICE) == 403) {
        forStaff.add(operation.toString());
      }
    }

    // Without a word to find it by, it is one for logins.
    open.add("get /api/orders/{ref}");
    open.add("get /api/orders/{ref}/events");
    open.add("head /api/orders/{ref}/events");
    assertThat(open).isEqualTo(new TreeSet<>(PUBLIC));
    assertThat(forStaff).isEqualTo(new TreeSet<>(FOR_STAFF));
  }

  private static int status(Contract.Operation operation, String token) {
    // Nobody is erased by it, and nothing is made: an empty body fits nowhere.
    return operation.toString().equals("delete /api/users/me") && token != null
        ? 200
        : process
            .send(
                process
                    .request(filled(operation.path()), token)
                    .header("Content-Type", "application/json")
                    .method(
                        operation.verb().toUpperCase(Locale.ROOT), BodyPublishers.ofString("[]")))
            .status();
  }

  @Test
  void catalogPresetsAndQuotesAreAsTold() {
    seen(get("/api/catalog", NOBODY), 200);
    seen(get("/api/presets?category=classic", NOBODY), 200);
    seen(post("/api/designs/quote", NOBODY, CONFIG), 200);
    seen(post("/api/designs/quote", NOBODY, "{\"size\":\"M\",\"price\":1}"), 400);
    seen(post("/api/designs/quote", NOBODY, "nonsense"), 400);
    seen(post("/api/designs/quote", NOBODY, "\"" + "x".repeat(70_000) + "\""), 413);
    seen(
        new Sent("POST", "/api/designs/quote", NOBODY, "<x/>", Map.of("Content-Type", "text/xml")),
        415);
    String etag = process.get("/api/catalog").header("ETag");
    seen(new Sent("GET", "/api/catalog", NOBODY, null, Map.of("If-None-Match", etag)), 304);
  }

  @Test
  void aDesignsWholeLifeIsAsTold() {
    String draft = "{\"name\":\"Rex on tour\",\"config\":" + CONFIG + "}";
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Answer created = seen(new Sent("POST", "/api/designs", ALICE, draft, key), 201);
    seen(new Sent("POST", "/api/designs", ALICE, draft, key), 201);
    seen(new Sent("POST", "/api/designs", ALICE, draft.replace("tour", "way"), key), 422);
    seen(post("/api/designs", NOBODY, draft), 401);
    seen(post("/api/designs", ALICE, "{\"name\":\"\"}"), 400);

    String path = created.header("Location");
    Answer read = seen(get(path, ALICE), 200);
    String etag = read.header("ETag");
    seen(new Sent("GET", path, ALICE, null, Map.of("If-None-Match", etag)), 304);
    seen(get(path, PetProcess.token("mallory", null)), 404);
    seen(get("/api/designs?limit=1&status=DRAFT", ALICE), 200);
    seen(get("/api/designs?limit=0&cursor=x", ALICE), 400);

    String patch = "{\"name\":\"Rex at sea\",\"status\":\"ACTIVE\"}";
    seen(new Sent("PATCH", path, ALICE, patch, Map.of()), 428);
    seen(new Sent("PATCH", path, ALICE, patch, Map.of("If-Match", "\"other\"")), 412);
    seen(new Sent("PATCH", path, ALICE, patch, Map.of("If-Match", etag)), 200);
    String other = "{\"config\":" + CONFIG.replace("ocean", "forest") + "}";
    seen(new Sent("PATCH", path, ALICE, other, Map.of("If-Match", "*")), 200);
    seen(get(path + "/revisions", ALICE), 200);
    seen(get(path + "/revisions/1", ALICE), 200);
    seen(get(path + "/revisions/9", ALICE), 404);
    seen(post(path + "/revisions/1/restore", ALICE, null), 200);
    seen(post(path + "/duplicate", ALICE, null), 201);
    seen(post(path + "/checkout", ALICE, "{\"quantity\":2}"), 200);
    seen(post(path + "/checkout", ALICE, "{\"quantity\":200}"), 400);

    seen(get(path + "/share", ALICE), 404);
    Answer link = seen(post(path + "/share", ALICE, null), 201);
    seen(post(path + "/share", ALICE, null), 200);
    seen(get(path + "/share", ALICE), 200);
    String shared = link.json().get("url").asText();
    Answer view = seen(get(shared, NOBODY), 200);
    seen(new Sent("HEAD", shared, NOBODY, null, Map.of()), 200);
    seen(new Sent("GET", shared, NOBODY, null, Map.of("If-None-Match", view.header("ETag"))), 304);
    seen(new Sent("DELETE", path + "/share", ALICE, null, Map.of()), 204);
    seen(get(shared, NOBODY), 404);

    seen(new Sent("DELETE", path, ALICE, null, Map.of("If-Match", "\"other\"")), 412);
    seen(new Sent("DELETE", path, ALICE, null, Map.of()), 204);
    seen(get(path, ALICE), 404);
  }

  @Test
  void previewsAreAsTold() {
    Answer design =
        seen(post("/api/designs", ALICE, "{\"name\":\"Rex\",\"config\":" + CONFIG + "}"), 201);
    String hash = design.json().get("previewUrl").asText();
    Answer drawn = seen(get(hash, NOBODY), 200);
    seen(new Sent("GET", hash, NOBODY, null, Map.of("If-None-Match", drawn.header("ETag"))), 304);
    seen(get(hash + "?size=9", NOBODY), 400);
    seen(get("/api/previews/x.svg", NOBODY), 404);
    String own = design.header("Location") + "/preview.svg";
    seen(get(own, ALICE), 200);
    seen(get(own, NOBODY), 401);
    Map<String, String> svg = Map.of("Accept", "image/svg+xml", "Content-Type", "application/json");
    seen(new Sent("POST", "/api/previews", NOBODY, CONFIG, svg), 200);
    seen(new Sent("POST", "/api/previews?size=no", NOBODY, CONFIG, svg), 400);
  }

  @Test
  void aPersonsDataIsAsTold() {
    Answer me = seen(get("/api/users/me", ALICE), 200);
    seen(get("/api/users/me", NOBODY), 401);
    String name = "{\"displayName\":\"Alice\"}";
    seen(new Sent("PATCH", "/api/users/me", ALICE, name, Map.of()), 428);
    Map<String, String> same = Map.of("If-Match", me.header("ETag"));
    seen(new Sent("PATCH", "/api/users/me", ALICE, name, same), 200);
    seen(new Sent("PATCH", "/api/users/me", ALICE, "{\"id\":1}", Map.of("If-Match", "*")), 400);
    Answer read = seen(get("/api/users/me/preferences", ALICE), 200);
    Map<String, String> match = Map.of("If-Match", read.header("ETag"));
    seen(new Sent("PUT", "/api/users/me/preferences", ALICE, read.text(), Map.of()), 428);
    seen(new Sent("PUT", "/api/users/me/preferences", ALICE, "{}", match), 400);
    seen(new Sent("PUT", "/api/users/me/preferences", ALICE, read.text(), match), 200);
    seen(get("/api/users/me/export", ALICE), 200);
    String bob = PetProcess.token("bob", null);
    seen(new Sent("DELETE", "/api/users/me", bob, null, Map.of()), 200);
  }

  @Test
  void anOrderAndItsDeliveryAreAsTold() {
    ShopifyOrderPayload order = ShopifyOrderPayload.anOrder().email(EMAIL);
    SignedWebhook webhook = new ShopifyWebhooks().deliver("orders/create", order);
    Contract.Operation deliver = contract.find("POST", webhook.path());
    Answer taken = process.send(delivery(webhook));
    assertThat(taken.status()).isEqualTo(200);
    contract.check(deliver, taken);
    contract.check(deliver, process.send(delivery(webhook.with(SignedWebhook.SIGNATURE, "AAAA"))));

    String path = "/api/orders/" + order.number() + "?email=" + EMAIL;
    Awaitility.await().until(() -> process.get(path).status() == 200);
    Answer read = seen(get(path, NOBODY), 200);
    seen(new Sent("GET", path, NOBODY, null, Map.of("If-None-Match", read.header("ETag"))), 304);
    seen(get(path + "x", NOBODY), 404);
    String links = "/api/orders/" + order.number() + "/tracking-links";
    Answer link = seen(post(links, STAFF, null), 201);
    seen(get(link.json().get("url").asText(), NOBODY), 200);
    seen(get("/api/orders/track/x", NOBODY), 404);
    seen(new Sent("DELETE", links, STAFF, null, Map.of()), 204);
    seen(get(links, STAFF), 200);
    seen(get(links, ALICE), 403);
    seen(get("/api/orders/" + order.number(), NOBODY), 401);
    seen(get("/api/orders?status=CONFIRMED", STAFF), 200);
    seen(get("/api/orders?status=LOST", STAFF), 400);
    seen(post("/api/orders/" + order.number() + "/reorder", STAFF, null), 409);
    String status = "/api/orders/" + read.json().get("id").asText() + "/status";
    seen(post(status, ALICE, "{\"status\":\"IN_PRODUCTION\"}"), 403);
    seen(post(status, STAFF, "{\"status\":\"DELIVERED\"}"), 409);
    seen(post(status, STAFF, "{\"status\":\"IN_PRODUCTION\",\"note\":\"Begun\"}"), 200);
    seen(
        new Sent("POST", status, STAFF, "{\"status\":\"CANCELLED\"}", Map.of("If-Match", "\"v0\"")),
        412);
    seen(get("/api/users/me/export", ALICE), 200);

    Answer deliveries = seen(get("/api/webhooks/deliveries", STAFF), 200);
    String id = deliveries.json().at("/items/0/id").asText();
    seen(get("/api/webhooks/deliveries/" + id, STAFF), 200);
    seen(
        post("/api/webhooks/deliveries/" + id + "/replay", STAFF, "{\"note\":\"Once more\"}"), 200);
    seen(post("/api/webhooks/replay", STAFF, "{\"topic\":\"nothing/at_all\"}"), 200);
    seen(post("/api/webhooks/replay", STAFF, "{}"), 400);
    Answer replays = seen(get("/api/webhooks/replay", STAFF), 200);
    seen(get("/api/webhooks/replay/" + replays.json().at("/items/0/id").asText(), STAFF), 200);
    seen(get("/api/webhooks/deliveries/x", STAFF), 404);
    seen(get("/api/webhooks/deliveries", ALICE), 403);
    requestsOfAShopAreAsTold();
  }

  private void requestsOfAShopAreAsTold() {
    SignedWebhook asked =
        new ShopifyWebhooks()
            .deliver("customers/data_request", ShopifyWebhooks.sample("customers_data_request"));
    assertThat(process.send(delivery(asked)).status()).isEqualTo(200);
    String requests = "/api/webhooks/requests";
    Awaitility.await().until(() -> !process.get(requests, STAFF).json().get("items").isEmpty());
    String first =
        requests + "/" + seen(get(requests, STAFF), 200).json().at("/items/0/id").asText();
    seen(get(first + "/export", STAFF), 200);
    seen(post(first + "/done", STAFF, "{\"note\":\"Sent\"}"), 200);
    seen(get(first + "/export", STAFF), 409);
    seen(get(requests + "/x/export", STAFF), 404);
    seen(get(requests, ALICE), 403);
  }

  private static HttpRequest.Builder delivery(SignedWebhook webhook) {
    return HttpRequest.newBuilder(webhook.request(process.url()), (name, value) -> true);
  }

  @Test
  void numbersAreAsTold() {
    Awaitility.await().until(() -> process.get(numbers("designs"), STAFF).status() == 200);
    seen(get(numbers("designs"), STAFF), 200);
    seen(get(numbers("orders"), STAFF), 200);
    seen(get(numbers("nothing"), STAFF), 404);
    seen(get("/api/analytics/designs?grain=year", STAFF), 400);
    seen(get("/api/analytics/designs", ALICE), 403);
  }

  private static String numbers(String rollup) {
    return "/api/analytics/" + rollup + "?grain=minute";
  }

  /** What a test sends. */
  private record Sent(
      String method, String path, String token, String body, Map<String, String> headers) {}

  private static Sent get(String path, String token) {
    return new Sent("GET", path, token, null, Map.of());
  }

  private static Sent post(String path, String token, String body) {
    return new Sent("POST", path, token, body, Map.of());
  }

  /** Sends it; the answer is the one that is meant, and one that the document knows. */
  private static Answer seen(Sent sent, int status) {
    HttpRequest.Builder request =
        process
            .request(sent.path, sent.token)
            .method(
                sent.method,
                sent.body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(sent.body));
    if (sent.body != null && !sent.headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    sent.headers.forEach(request::setHeader);
    Answer answer = process.send(request);
    assertThat(answer.status()).as("%s %s: %s", sent.method, sent.path, answer).isEqualTo(status);
    contract.check(contract.find(sent.method, sent.path.replaceFirst("\\?.*", "")), answer);
    return answer;
  }
}
