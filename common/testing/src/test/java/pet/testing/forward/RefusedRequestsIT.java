package pet.testing.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.messaging.Json;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What the server refuses before anything of ours sees it is refused in our words, too. */
@ExtendWith(ServersExtension.class)
class RefusedRequestsIT {

  private static final String HOST = " HTTP/1.1\r\nHost: store\r\n";
  private static final String END = "Connection: close\r\n\r\n";

  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        Processes.hosting(servers, new FarawayModule("target")).with("web.bodyTime", "1s").start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("nothing between slashes", "GET //" + HOST + END, 400),
        Arguments.of("an encoded slash", "GET /api/a%2Fb" + HOST + END, 400),
        Arguments.of("an encoded step up", "GET /api/%2e%2e/x" + HOST + END, 400),
        Arguments.of("a step beyond the root", "GET /../x" + HOST + END, 400),
        Arguments.of("no figure behind the percent", "GET /api/%zz" + HOST + END, 400),
        Arguments.of("bytes that are no UTF-8", "GET /api/%ff" + HOST + END, 400),
        Arguments.of("a nought", "GET /api/%00" + HOST + END, 400),
        Arguments.of("no address", "GET" + HOST + END, 505),
        Arguments.of("no host", "GET / HTTP/1.1\r\n" + END, 400),
        Arguments.of("two hosts", "GET /" + HOST + "Host: other\r\n" + END, 400),
        Arguments.of("another protocol", "GET / HTTP/9.9\r\n" + END, 505),
        Arguments.of("no name of a header", "GET /" + HOST + ": x\r\n" + END, 400),
        Arguments.of("a length of letters", "POST /" + HOST + "Content-Length: x\r\n" + END, 400),
        Arguments.of(
            "a length and chunks",
            "POST /" + HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n" + END + "0",
            400),
        Arguments.of("headers without an end", "GET /" + HOST + "X: " + "x".repeat(20_000), 431),
        Arguments.of("an address without an end", "GET /" + "x".repeat(20_000) + HOST + END, 414));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void refusesInOurWords(String what, String request, int status) throws IOException {
    String answer = raw(request);
    int end = answer.indexOf("\r\n\r\n");
    assertThat(end).as(answer).isPositive();
    List<String> head = List.of(answer.substring(0, end).split("\r\n", -1));

    assertThat(head.get(0)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(header(head, "Content-Type")).containsExactly("application/problem+json");
    assertThat(header(head, "X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(header(head, "Referrer-Policy")).containsExactly("no-referrer");
    assertThat(header(head, "Cross-Origin-Resource-Policy")).containsExactly("same-origin");
    assertThat(header(head, "Content-Security-Policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'");
    assertThat(header(head, "Server")).isEmpty();
    JsonNode problem = Json.strict().readTree(answer.substring(end + 4));
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asText()).startsWith("urn:pet:problem:");
  }

  /** Byte by byte it would hold a thread for as long as it likes. */
  @Test
  void aBodyThatDoesNotComeToAnEndIsNotWaitedFor() throws Exception {
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try (Socket socket = new Socket("localhost", process.url().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head = "POST /api/orders/name" + HOST + "Content-Length: 60000\r\n";
      out.write((head + "Content-Type: application/json\r\n\r\n").getBytes(ISO_8859_1));
      out.flush();
      var dripping = drip.scheduleWithFixedDelay(() -> write(out), 50, 50, TimeUnit.MILLISECONDS);
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      dripping.cancel(true);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("urn:pet:problem:request-timeout");
    } finally {
      drip.shutdownNow();
    }
  }

  /** Its connection may be silent for half a minute; its body may not. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\":"})
  @Timeout(12)
  void aSenderThatStallsIsNotWaitedForEither(String begun) throws Exception {
    try (Socket socket = new Socket("localhost", process.url().getPort())) {
      socket.setSoTimeout(10_000);
      String head = "POST /api/orders/name" + HOST + "Content-Length: 60000\r\n";
      long start = System.nanoTime();
      socket
          .getOutputStream()
          .write((head + "Content-Type: application/json\r\n\r\n" + begun).getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("urn:pet:problem:request-timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    }
  }

  private static void write(OutputStream out) {
    try {
      out.write('x');
      out.flush();
    } catch (IOException e) {
      // It is answered, and nobody listens any more.
    }
  }

  private static List<String> header(List<String> head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .toList();
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("localhost", process.url().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
