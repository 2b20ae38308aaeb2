package pet.testing.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What browsers are told by a process, and by one that forwards to it: the same, and once. */
@ExtendWith(ServersExtension.class)
class WebHeadersIT {

  private static final String SHOP = "https://shop.example";

  private static PetProcess target;
  private static PetProcess gateway;

  @BeforeAll
  static void boot(Servers servers) {
    target =
        Processes.hosting(servers, new FarawayModule("target"))
            .with("web.corsOrigins", "https://else.example, " + SHOP)
            .start();
    gateway = Processes.gateway(servers, target.url()).with("web.corsOrigins", SHOP).start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    target.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/orders/echo, 200",
    "/api/nothing, 404",
    "/internal/order, 404",
    "/healthz, 200",
  })
  void everyAnswerSaysWhatABrowserMayDoWithIt(String path, int status) {
    for (PetProcess process : List.of(target, gateway)) {
      Answer answer = process.get(path);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
      assertThat(answer.headers().allValues("Content-Security-Policy"))
          .singleElement()
          .asString()
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(answer.headers().allValues("Cross-Origin-Resource-Policy"))
          .containsExactly("same-origin");
      assertThat(answer.headers().allValues("Server")).isEmpty();
      assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.headers().allValues("Strict-Transport-Security")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/orders/echo", "/api/nothing"})
  void anAnswerToALoginIsKeptByNobodyElse(String path) {
    String token = PetProcess.token("jane", null);
    for (PetProcess process : List.of(target, gateway)) {
      assertThat(process.get(path, token).headers().allValues("Cache-Control"))
          .containsExactly("private, no-cache");
      assertThat(process.get(path).headers().allValues("Cache-Control")).isEmpty();
      assertThat(process.get("/api/orders/tagged", token).headers().allValues("Cache-Control"))
          .as("what it says for itself")
          .containsExactly("private, max-age=0");
    }
  }

  @Test
  void whatAnAnswerVariesByIsToldWhole() {
    for (PetProcess process : List.of(target, gateway)) {
      Answer answer =
          process.send(
              process
                  .request("/api/orders/tagged", null)
                  .header("Origin", SHOP)
                  .header("Accept-Encoding", "gzip"));
      assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(String.join(", ", answer.headers().allValues("Vary")).split(", "))
          .containsOnly("Authorization", "Accept-Encoding", "Origin");
    }
  }

  @Test
  void whoCameByHttpsIsToComeByHttps() {
    for (PetProcess process : List.of(target, gateway)) {
      Answer answer =
          process.send(
              process.request("/api/orders/echo", null).header("X-Forwarded-Proto", "https"));
      assertThat(answer.headers().allValues("Strict-Transport-Security"))
          .containsExactly("max-age=31536000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/orders/echo", "/api/nothing"})
  void aPageOfTheShopMayReadAnswers(String path) {
    for (PetProcess process : List.of(target, gateway)) {
      Answer answer = process.send(process.request(path, null).header("Origin", SHOP));
      assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(SHOP);
      assertThat(answer.headers().allValues("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(String.join(",", answer.headers().allValues("Access-Control-Expose-Headers")))
          .contains("ETag");
      assertThat(String.join(",", answer.headers().allValues("Vary"))).contains("Origin");
    }
  }

  @Test
  void aPageOfTheShopIsToldBeforehandWhatItMaySend() {
    for (PetProcess process : List.of(target, gateway)) {
      Answer answer = preflight(process, SHOP);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(SHOP);
      assertThat(String.join(",", answer.headers().allValues("Access-Control-Allow-Methods")))
          .contains("PATCH");
      assertThat(String.join(",", answer.headers().allValues("Access-Control-Allow-Headers")))
          .contains("Authorization", "Idempotency-Key");
      assertThat(answer.headers().allValues("Access-Control-Max-Age")).containsExactly("600");
    }
  }

  /** The second is allowed at the target, where browsers do not come. */
  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "https://else.example", "null"})
  void aPageOfSomebodyElseIsToldNothing(String origin) {
    Answer read = gateway.send(gateway.request("/api/orders/echo", null).header("Origin", origin));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.headers().allValues("Access-Control-Allow-Origin")).isEmpty();
    assertThat(preflight(gateway, origin).headers().allValues("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  private static Answer preflight(PetProcess process, String origin) {
    return process.send(
        process
            .request("/api/orders/echo", null)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,idempotency-key"));
  }
}
