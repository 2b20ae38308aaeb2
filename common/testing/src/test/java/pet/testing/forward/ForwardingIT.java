package pet.testing.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A client cannot tell a process that forwards from the one that answers. */
@ExtendWith(ServersExtension.class)
class ForwardingIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static PetProcess target;
  private static PetProcess gateway;

  @BeforeAll
  static void boot(Servers servers) {
    target = Processes.hosting(servers, new FarawayModule("target")).start();
    gateway = Processes.gateway(servers, target.url()).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    target.close();
  }

  private static HttpRequest.Builder echo(String rest) {
    return gateway.request("/api/orders/echo" + rest, null);
  }

  private static JsonNode seen(HttpRequest.Builder request) {
    Answer answer = gateway.send(request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Written as no library would: the line goes out as it stands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/echo/a%20b%C3%A9+c~d",
        "/api/orders/echo?x=1&x=&x=2&y&&z==",
        "/api/orders/echo?q=%C3%A9%2B+a%26b",
        "/api/orders/echo?q=[a|b]{c}^`",
        "/api/orders/echo?q=a?b/c:d@e",
        "/api/orders/echo/a,b;c=d/e",
        "/api/orders/echo?"
      })
  void keepsAddressesAsTheyAreWritten(String address) throws IOException {
    String direct = raw(target, address);
    String forwarded = raw(gateway, address);

    assertThat(forwarded).isEqualTo(direct);
    assertThat(direct).contains("\"uri\"");
  }

  /** An address that the target would refuse is refused in the same way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/../../internal/order",
        "/api/orders/%2e%2e/%2e%2e/internal/order",
        "/api/orders/..;/internal/order",
        "/api/orders/echo/a%2Fb",
        "/api/orders/echo//double",
        "/internal/order/reports"
      })
  void givesNoOtherAccessThanTheTarget(String address) throws IOException {
    assertThat(raw(gateway, address)).isEqualTo(raw(target, address)).doesNotContain("uri");
  }

  /** Status and body of what comes back for exactly this address. */
  private static String raw(PetProcess process, String address) throws IOException {
    try (Socket socket = new Socket("localhost", process.url().getPort())) {
      socket.setSoTimeout(5_000);
      String request = "GET " + address + " HTTP/1.1\r\nHost: pet\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String body = answer.substring(answer.indexOf("\r\n\r\n"));
      return answer.lines().findFirst().orElseThrow()
          // What is of the one hop or the other, and of each request.
          + body.replaceAll("\"headers\":\\{.*?\\},\"trace\":\"\\w+\"", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS", "PUT", "PATCH", "DELETE"})
  void keepsTheMethod(String method) {
    HttpRequest.BodyPublisher body =
        method.startsWith("P") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
    JsonNode seen = seen(echo("").method(method, body).header("Content-Type", "application/json"));

    assertThat(seen.get("method").asText()).isEqualTo(method);
  }

  @Test
  void answersHeadWithoutABody() {
    Answer answer = gateway.send(echo("").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Seen")).isEqualTo("HEAD");
    assertThat(answer.header("Content-Length")).isEqualTo("4711");
    assertThat(answer.text()).isEmpty();
  }

  @Test
  void passesHeadersOnButNotThoseOfTheHop() throws IOException {
    String head =
        """
        GET /api/orders/echo HTTP/1.1
        Host: shop.example:8080
        X-Mine: a
        X-Mine: b
        Connection: close, X-Hop
        X-Hop: gone
        TE: trailers
        Keep-Alive: 5
        Proxy-Authorization: Basic eA==
        Forwarded: for=6.6.6.6
        Authorization: Bearer kept
        Accept-Language: de

        """
            .replace("\n", "\r\n");
    try (Socket socket = new Socket("localhost", gateway.url().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer)
          .contains("\"x-mine\":\"a | b\"", "\"authorization\":\"Bearer kept\"")
          .contains("\"accept-language\":\"de\"", "\"host\":\"shop.example:8080\"")
          .contains("\"url\":\"http://shop.example:8080/api/orders/echo\"")
          .doesNotContain("x-hop", "\"te\"", "keep-alive", "proxy-auth", "6.6.6.6")
          .doesNotContain("user-agent", "accept-encoding");
    }
  }

  @Test
  void streamsBodiesOfAnySize() throws Exception {
    byte[] block = new byte[1 << 20];
    new Random(7).nextBytes(block);
    int blocks = 48;
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < blocks; i++) {
      digest.update(block);
    }
    HttpRequest request =
        gateway
            .request("/api/orders/digest", null)
            .header("Content-Type", "application/octet-stream")
            .POST(
                BodyPublishers.concat(
                    java.util.stream.IntStream.range(0, blocks)
                        .mapToObj(i -> BodyPublishers.ofByteArray(block))
                        .toArray(HttpRequest.BodyPublisher[]::new)))
            .build();

    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

    assertThat(answer.body())
        .contains("\"" + ((long) blocks << 20) + "\"")
        .contains(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void streamsBodiesOfUnknownSize() {
    Answer answer =
        gateway.send(
            gateway
                .request("/api/orders/digest", null)
                .header("Content-Type", "application/octet-stream")
                .expectContinue(true)
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[300_000]))));

    assertThat(answer.json().get("bytes").asText()).isEqualTo("300000");
  }

  @Test
  void keepsTagsAndPreconditions() throws Exception {
    for (String encoding : new String[] {"identity", "gzip"}) {
      HttpResponse<byte[]> fresh = tagged(encoding, null);
      String tag = fresh.headers().firstValue("ETag").orElseThrow();
      HttpResponse<byte[]> direct = tagged(target, encoding, null);

      assertThat(fresh.body()).isEqualTo(direct.body());
      assertThat(own(fresh)).isEqualTo(own(direct));
      HttpResponse<byte[]> unchanged = tagged(encoding, tag);
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(unchanged.body()).isEmpty();
      assertThat(own(unchanged)).isEqualTo(own(tagged(target, encoding, tag)));
      assertThat(tagged(encoding, "\"other\"").statusCode()).isEqualTo(200);
    }
  }

  /** All headers but the clock's. */
  private static Map<String, java.util.List<String>> own(HttpResponse<?> answer) {
    return answer.headers().map().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("date"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static HttpResponse<byte[]> tagged(String encoding, String tag) throws Exception {
    return tagged(gateway, encoding, tag);
  }

  private static HttpResponse<byte[]> tagged(PetProcess process, String encoding, String tag)
      throws Exception {
    HttpRequest.Builder request =
        process.request("/api/orders/tagged", null).header("Accept-Encoding", encoding);
    return HTTP.send(
        (tag == null ? request : request.header("If-None-Match", tag)).build(),
        BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 404, 409, 418, 429, 500, 503})
  void keepsStatusesAndTheirHeaders(int status) throws Exception {
    HttpResponse<String> answer = status(gateway, status);
    HttpResponse<String> direct = status(target, status);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(direct.body());
    assertThat(own(answer)).isEqualTo(own(direct));
    assertThat(answer.headers().allValues("Date")).hasSize(1);
    assertThat(answer.headers().allValues("X-Twice")).containsExactly("one", "two");
  }

  private static HttpResponse<String> status(PetProcess process, int status) throws Exception {
    return HTTP.send(
        process.request("/api/orders/status/" + status, null).build(), BodyHandlers.ofString());
  }

  @Test
  void keepsProblemsAndLocations() {
    Answer refused = gateway.get("/api/orders/refused");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    assertThat(refused.text()).isEqualTo(target.get("/api/orders/refused").text());

    Answer made = gateway.post("/api/orders/made", null, "");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("location")).isEqualTo("/api/orders/made/1");
  }

  @Test
  void tellsTheTargetWhoAsks() {
    JsonNode seen = seen(echo("").header("X-Forwarded-For", "203.0.113.7"));

    assertThat(seen.get("client").asText()).isEqualTo("203.0.113.7");
    assertThat(seen.at("/headers/x-forwarded-for").asText()).isEqualTo("203.0.113.7, 127.0.0.1");
    assertThat(seen.at("/headers/x-forwarded-proto").asText()).isEqualTo("http");
    assertThat(seen.at("/headers/x-forwarded-host").asText())
        .isEqualTo("localhost:" + gateway.url().getPort());
  }

  @Test
  void believesTheLastAddressThatIsNotOurs() {
    JsonNode seen =
        seen(
            echo("")
                .header("X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.1.2.3")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "store.example"));

    assertThat(seen.get("client").asText()).isEqualTo("203.0.113.7");
    assertThat(seen.get("url").asText()).isEqualTo("https://store.example/api/orders/echo");
    assertThat(seen.get("secure").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "nobody.example", "1.2.3.4.5", "[", "", "256.1.1.1, ::g"})
  void takesNoNonsenseForAnAddress(String noted) {
    JsonNode seen = seen(echo("").header("X-Forwarded-For", noted));

    assertThat(seen.get("client").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void believesNobodyWhoIsNotTrusted(Servers servers) {
    try (PetProcess wary =
        Processes.gateway(servers, target.url())
            .with("forwarding.trustedProxies", "192.0.2.0/24")
            .start()) {
      JsonNode seen =
          wary.send(
                  wary.request("/api/orders/echo", null)
                      .header("X-Forwarded-For", "6.6.6.6")
                      .header("X-Forwarded-Proto", "https")
                      .header("X-Forwarded-Host", "evil.example")
                      .header("X-Request-Id", "chosen-by-its-client"))
              .json();

      assertThat(seen.at("/headers/x-forwarded-for").asText()).isEqualTo("127.0.0.1");
      assertThat(seen.toString()).doesNotContain("6.6.6.6", "https", "evil.example", "chosen");
    }
  }

  @Test
  void passesTheRequestsIdOn() {
    JsonNode seen = seen(echo("").header("X-Request-Id", "given-by-the-edge"));
    assertThat(seen.at("/headers/x-request-id").asText()).isEqualTo("given-by-the-edge");

    String first = seen(echo("")).at("/headers/x-request-id").asText();
    String second = seen(echo("").header("X-Request-Id", "too short")).toString();
    assertThat(first).matches("[0-9a-f-]{36}");
    assertThat(second).doesNotContain(first, "too short");
  }

  @Test
  void passesTheTraceOn() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    JsonNode seen = seen(echo("").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01"));

    assertThat(seen.get("trace").asText()).isEqualTo(trace);
    assertThat(seen.at("/headers/traceparent").asText()).matches("00-" + trace + "-\\w{16}-01");
    assertThat(seen.at("/headers/traceparent").asText()).doesNotContain("b7ad6b7169203331");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
  void beginsATraceWhereThereIsNone(String header) {
    String first = seen(echo("").header("traceparent", header)).get("trace").asText();
    String second = seen(echo("")).get("trace").asText();

    assertThat(first).matches("[0-9a-f]{32}").isNotEqualTo(second).isNotEqualTo("0".repeat(32));
  }

  @Test
  void aSecretOfOursDoesNotComeFromOutside() {
    JsonNode seen = seen(echo("").header("X-Pet-Service", "guess"));

    assertThat(seen.get("headers").toString()).doesNotContain("x-pet-service");
  }

  @Test
  void countsRequestsAndTellsWhatWasReached() {
    seen(echo(""));
    JsonNode modules = gateway.admin("/modules").json();

    assertThat(modules.at("/process").asText()).isEqualTo("gateway");
    assertThat(modules.at("/modules/order").asText()).isEqualTo(target.url().toString());
    assertThat(modules.at("/targets/0/module").asText()).isEqualTo("order");
    assertThat(modules.at("/targets/0/url").asText()).isEqualTo(target.url().toString());
    assertThat(modules.at("/targets/0/reached").asText()).matches("20\\d\\d-.*Z");
    assertThat(modules.at("/requestsPerMinute").isNumber()).isTrue();
    assertThat(gateway.admin("/metrics").text()).containsPattern("pet_http_requests\\S* [1-9]");
  }

  @Test
  void answersAnUploadThatIsRefusedEarly() throws Exception {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 'x');
    HttpResponse<String> answer =
        HTTP.send(
            gateway
                .request("/api/orders/name", null)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(large))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too-large");
  }
}
