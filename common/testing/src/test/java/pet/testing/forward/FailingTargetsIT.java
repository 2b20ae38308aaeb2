package pet.testing.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What a client sees while the process that hosts a module has a bad day. */
@ExtendWith(ServersExtension.class)
class FailingTargetsIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PATH = "/api/orders/any";

  private static URI nobody() {
    return URI.create("http://localhost:" + FreePorts.next());
  }

  private static void isProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + type);
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("traceId").asText()).matches("[0-9a-f]{32}");
  }

  private static String failure(PetProcess gateway) {
    return gateway.admin("/modules").json().at("/targets/0/failure").asText();
  }

  @Test
  void oneThatIsAwayIsAProblemAndTheRestGoesOn(Servers servers) {
    try (PetProcess gateway = Processes.gateway(servers, nobody()).start()) {
      Answer answer = gateway.get(PATH);

      isProblem(answer, 503, "unavailable");
      assertThat(answer.header("retry-after")).isEqualTo("2");
      isProblem(gateway.post(PATH, null, "{}"), 503, "unavailable");
      assertThat(gateway.get("/healthz").status()).isEqualTo(200);
      assertThat(failure(gateway)).isEqualTo("CONNECT");
      assertThat(gateway.admin("/modules").json().at("/targets/0").has("reached")).isFalse();
    }
  }

  @Test
  void oneThatComesBackIsUsedAtOnce(Servers servers) {
    int port = FreePorts.next();
    try (PetProcess gateway =
        Processes.gateway(servers, URI.create("http://localhost:" + port)).start()) {
      isProblem(gateway.get("/api/orders/name"), 503, "unavailable");
      try (PetProcess target = Processes.hosting(servers, new FarawayModule("back")).start(port)) {
        assertThat(gateway.get("/api/orders/name").text()).isEqualTo("back");
        assertThat(target.get("/healthz").status()).isEqualTo(200);
      }
      isProblem(gateway.get("/api/orders/name"), 503, "unavailable");
    }
  }

  @Test
  void oneThatHangsIsGivenUpAndTiesUpNoThread(Servers servers) {
    CountDownLatch ended = new CountDownLatch(1);
    try (RawTarget hanging = new RawTarget(exchange -> ended.await());
        PetProcess gateway =
            Processes.gateway(servers, hanging.url())
                // Of no matter here, and not to run out on a busy machine.
                .with("forwarding.connectTimeout", "30s")
                .with("forwarding.idleTimeout", "4s")
                .with("server.maxThreads", 12)
                .start()) {
      List<CompletableFuture<HttpResponse<String>>> stuck =
          IntStream.range(0, 60).mapToObj(i -> ask(gateway, PATH)).toList();
      await().until(() -> hanging.connections() >= 60);
      assertThat(gateway.get("/healthz").status()).isEqualTo(200);
      assertThat(stuck).as("answered while all of them hang").noneMatch(CompletableFuture::isDone);

      assertThat(stuck).extracting(answer -> answer.join().statusCode()).containsOnly(504);
      assertThat(stuck.get(0).join().body()).contains("urn:pet:problem:no-answer");
      assertThat(failure(gateway)).isEqualTo("TIMEOUT");
      ended.countDown();
    }
  }

  private static CompletableFuture<HttpResponse<String>> ask(PetProcess process, String path) {
    return HTTP.sendAsync(process.request(path, null).build(), BodyHandlers.ofString());
  }

  /** A time limit of the server's own must not come first. */
  @Test
  void waitsAsLongAsItIsTold(Servers servers) {
    try (RawTarget slow =
            new RawTarget(
                exchange -> {
                  exchange.head();
                  new CountDownLatch(1).await(1_500, java.util.concurrent.TimeUnit.MILLISECONDS);
                  exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
        PetProcess gateway =
            Processes.gateway(servers, slow.url())
                .with("forwarding.idleTimeout", "10s")
                .with("server.applicationConnectors[0].idleTimeout", "500ms")
                .start()) {
      assertThat(gateway.get(PATH).text()).isEqualTo("slow");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000\r\n\r\n{\"half\":",
        "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"half\":\r\n",
        "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: a\n\r\n"
      })
  void oneThatDiesWithinItsAnswerLeavesNoHalfAnswer(String half, Servers servers) {
    try (RawTarget dying =
            new RawTarget(
                exchange -> {
                  exchange.head();
                  exchange.send("HTTP/1.1 200 OK\r\n" + half);
                });
        PetProcess gateway = Processes.gateway(servers, dying.url()).start()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> HTTP.send(gateway.request(PATH, null).build(), BodyHandlers.ofString()));
      assertThat(failure(gateway)).isEqualTo("BROKEN");
    }
  }

  @Test
  void oneThatStopsWithinItsAnswerIsGivenUpToo(Servers servers) {
    CountDownLatch ended = new CountDownLatch(1);
    try (RawTarget stuck =
            new RawTarget(
                exchange -> {
                  exchange.head();
                  exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half\":");
                  ended.await();
                });
        PetProcess gateway =
            Processes.gateway(servers, stuck.url())
                .with("forwarding.idleTimeout", "500ms")
                .start()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> HTTP.send(gateway.request(PATH, null).build(), BodyHandlers.ofString()));
      ended.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 banana\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "\u0000\u0001\u0002\u0003\r\n\r\n"
      })
  void garbageIsAProblem(String garbage, Servers servers) {
    try (RawTarget mad =
            new RawTarget(
                exchange -> {
                  exchange.head();
                  exchange.send(garbage);
                });
        PetProcess gateway = Processes.gateway(servers, mad.url()).start()) {
      isProblem(gateway.get(PATH), 502, "broken-answer");
      assertThat(failure(gateway)).isEqualTo("GARBAGE");
    }
  }

  @Test
  void oneThatHangsUpIsAskedOnceMoreWhereThatDoesNoHarm(Servers servers) {
    try (RawTarget rude = new RawTarget(RawTarget.Exchange::head);
        PetProcess gateway = Processes.gateway(servers, rude.url()).start()) {
      isProblem(gateway.get(PATH), 502, "broken-answer");
      assertThat(rude.connections()).isEqualTo(2);
      isProblem(gateway.post(PATH, null, "{}"), 502, "broken-answer");
      assertThat(rude.connections()).isEqualTo(3);
    }
  }

  @Test
  void whatWouldBeTooMuchForOneIsRefused(Servers servers) {
    CountDownLatch ended = new CountDownLatch(1);
    try (RawTarget busy =
            new RawTarget(
                exchange -> {
                  exchange.head();
                  ended.await();
                  exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                });
        PetProcess gateway =
            Processes.gateway(servers, busy.url())
                .with("forwarding.maxConnections", 2)
                .with("forwarding.maxQueued", 1)
                .start()) {
      // One by one: until its connection is open, a request stands in the queue of one.
      List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
      for (int connections = 1; connections <= 2; connections++) {
        int expected = connections;
        first.add(ask(gateway, PATH));
        await().until(() -> busy.connections() == expected);
      }
      List<CompletableFuture<HttpResponse<String>>> more =
          Stream.of(1, 2, 3).map(i -> ask(gateway, PATH)).toList();

      // One that waits in the queue gives up, too, when no connection becomes free.
      assertThat(more).extracting(answer -> answer.join().statusCode()).containsOnly(503);
      assertThat(more.get(0).join().headers().firstValue("Retry-After")).isPresent();
      assertThat(failure(gateway)).isEqualTo("BUSY");
      ended.countDown();
      assertThat(first).extracting(answer -> answer.join().statusCode()).containsOnly(200);
    }
  }

  @Test
  void aCircleIsCut(Servers servers) {
    int one = FreePorts.next();
    int other = FreePorts.next();
    try (PetProcess here =
            Processes.gateway(servers, URI.create("http://localhost:" + other)).start(one);
        PetProcess there =
            Processes.gateway(servers, URI.create("http://localhost:" + one)).start(other)) {
      Answer answer = here.get(PATH);

      isProblem(answer, 508, "loop");
      assertThat(answer.json().get("detail").asText()).contains("order");
      assertThat(there.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void replicasTakeTurnsAndOneThatIsAwayIsPassedOver(Servers servers) {
    URI away = nobody();
    PetProcess a = Processes.hosting(servers, new FarawayModule("a")).start();
    try (PetProcess b = Processes.hosting(servers, new FarawayModule("b")).start();
        PetProcess gateway = Processes.gateway(servers, away, a.url(), b.url()).start()) {
      List<String> names =
          IntStream.range(0, 12)
              .mapToObj(i -> gateway.post("/api/orders/name", null, "for you").text())
              .toList();

      assertThat(names).containsOnly("a for you", "b for you");
      assertThat(names.stream().filter("a for you"::equals)).hasSizeBetween(5, 7);
      a.close();
      assertThat(
              IntStream.range(0, 6).mapToObj(i -> gateway.get("/api/orders/name").text()).toList())
          .containsOnly("b");
    }
  }

  @Test
  void aLargeUploadIsNotSentTwice(Servers servers) throws Exception {
    try (PetProcess a = Processes.hosting(servers, new FarawayModule("a")).start();
        PetProcess gateway = Processes.gateway(servers, nobody(), a.url()).start()) {
      byte[] large = new byte[2_000_000];
      HttpRequest upload =
          gateway
              .request("/api/orders/digest", null)
              .header("Content-Type", "application/octet-stream")
              .POST(BodyPublishers.ofByteArray(large))
              .build();
      for (int i = 0; i < 4; i++) {
        // Nothing of it was sent to the one that is away.
        assertThat(HTTP.send(upload, BodyHandlers.ofString()).body()).contains("2000000");
      }
    }
  }

  @Test
  void oneThatStopsIsLeftForAnother(Servers servers) {
    PetProcess a =
        Processes.hosting(servers, new FarawayModule("a")).with("drain", "500ms").start();
    try (PetProcess b = Processes.hosting(servers, new FarawayModule("b")).start();
        PetProcess gateway = Processes.gateway(servers, a.url(), b.url()).start()) {
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(a::close);
      int posts = 0;
      while (!stopping.isDone() || posts < 100) {
        Answer answer = gateway.post("/api/orders/name", null, "x");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        posts++;
      }
    }
  }
}
