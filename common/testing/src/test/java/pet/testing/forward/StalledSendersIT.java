package pet.testing.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Bodies that come late, in pieces, or not at all: they hold up nobody else. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class StalledSendersIT {

  private static final int THREADS = 12;
  private static final int STALLED = 3 * THREADS;

  private final List<PetProcess> processes = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }

  private PetProcess target(Servers servers, Object... settings) {
    PetProcess.Builder process =
        Processes.hosting(servers, new FarawayModule("target")).with("server.maxThreads", THREADS);
    for (int i = 0; i < settings.length; i += 2) {
      process.with((String) settings[i], settings[i + 1]);
    }
    return started(process);
  }

  private PetProcess started(PetProcess.Builder process) {
    PetProcess started = process.start();
    processes.add(started);
    return started;
  }

  private Socket open(PetProcess process, String... headers) throws IOException {
    Socket socket = new Socket("localhost", process.url().getPort());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    List<String> head = new ArrayList<>(List.of("POST /api/orders/name HTTP/1.1", "Host: store"));
    head.addAll(List.of("Content-Type: text/plain", "Connection: close"));
    head.addAll(List.of(headers));
    write(socket, String.join("\r\n", head) + "\r\n\r\n");
    return socket;
  }

  /** Has announced 60,000 bytes, sends 10, and then nothing. */
  private Socket stall(PetProcess process) throws IOException {
    Socket socket = open(process, "Content-Length: 60000");
    write(socket, "0123456789");
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private static Answer post(PetProcess process, String body) {
    return process.send(
        process
            .request("/api/orders/name", null)
            .header("Content-Type", "text/plain")
            .timeout(Duration.ofSeconds(5))
            .POST(BodyPublishers.ofString(body)));
  }

  private static void awaitWaiting(PetProcess process, int bodies) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                process
                    .admin("/metrics")
                    .text()
                    .contains("pet_http_bodies_waiting " + bodies + ".0"));
  }

  @Test
  void moreOfThemThanThereAreThreadsHoldUpNobody(Servers servers) throws IOException {
    PetProcess process = target(servers, "web.bodyTime", "10s");
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < STALLED; i++) {
      stalled.add(stall(process));
    }
    awaitWaiting(process, STALLED);

    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(post(process, "at hand").text()).isEqualTo("target at hand");
      assertThat(process.get("/api/orders/name", null).text()).isEqualTo("target");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

    // Who goes on is answered, and of who does not, it is said so.
    Socket first = stalled.remove(0);
    write(first, "x".repeat(59_990));
    assertThat(answer(first)).startsWith("HTTP/1.1 200 ").contains("target 0123456789xxx");
    for (Socket socket : stalled) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains("request-timeout");
    }
    awaitWaiting(process, 0);
    assertThat(process.admin("/metrics").text()).contains("pet_http_bodies_held_bytes 0.0");
  }

  /** The connections to another process are fewer than those of clients. */
  @Test
  void theyHoldNoConnectionToWhereTheyAreForwarded(Servers servers) throws IOException {
    PetProcess target = target(servers);
    PetProcess gateway =
        started(
            Processes.gateway(servers, target.url())
                .with("forwarding.maxConnections", 2)
                .with("forwarding.maxQueued", 1)
                .with("web.bodyTime", "5s"));
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      stalled.add(stall(gateway));
    }
    awaitWaiting(gateway, 8);

    assertThat(post(gateway, "at hand").text()).isEqualTo("target at hand");
    Socket first = stalled.remove(0);
    write(first, "x".repeat(59_990));
    assertThat(answer(first)).startsWith("HTTP/1.1 200 ").contains("target 0123456789xxx");
    for (Socket socket : stalled) {
      assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains("request-timeout");
    }
  }

  @Test
  void whoHasSentForTheLongestMakesRoom(Servers servers) throws IOException {
    PetProcess process = target(servers, "web.slowSenders", 4);
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stalled.add(stall(process));
      awaitWaiting(process, i + 1);
    }
    Socket next = stall(process);

    assertThat(answer(stalled.get(0))).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
    awaitWaiting(process, 4);
    write(next, "x".repeat(59_990));
    assertThat(answer(next)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whatTheyHoldTogetherIsBounded(Servers servers) throws IOException {
    PetProcess process = target(servers, "web.slowBodies", "100KiB");
    Socket first = open(process, "Content-Length: 60000");
    write(first, "x".repeat(59_000));
    awaitWaiting(process, 1);
    // It holds more than half of the room; this one brings it past three quarters.
    Socket second = open(process, "Content-Length: 60000");
    write(second, "x".repeat(20_000));

    assertThat(answer(first)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
    write(second, "x".repeat(40_000));
    assertThat(answer(second)).startsWith("HTTP/1.1 200 ");
    assertThat(post(process, "at hand").text()).isEqualTo("target at hand");
    awaitWaiting(process, 0);
    assertThat(process.admin("/metrics").text()).contains("pet_http_bodies_held_bytes 0.0");
  }

  @Test
  void aBodyInPiecesIsWhatItIsInOne(Servers servers) throws IOException {
    PetProcess process = target(servers);

    Socket told = open(process, "Content-Length: 9");
    for (String piece : List.of("thr", "ee ", "bit")) {
      awaitWaiting(process, 1);
      write(told, piece);
    }
    assertThat(answer(told)).startsWith("HTTP/1.1 200 ").contains("target three bit");

    Socket chunked = open(process, "Transfer-Encoding: chunked");
    for (String piece : List.of("3\r\nthr\r\n", "6\r\nee bit\r", "\n", "0\r\n\r\n")) {
      awaitWaiting(process, 1);
      write(chunked, piece);
    }
    assertThat(answer(chunked)).startsWith("HTTP/1.1 200 ").contains("target three bit");

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("y".repeat(5_000).getBytes(ISO_8859_1));
    }
    Socket compressed = open(process, "Content-Encoding: gzip", "Content-Length: " + packed.size());
    for (byte piece : packed.toByteArray()) {
      compressed.getOutputStream().write(piece);
      compressed.getOutputStream().flush();
    }
    assertThat(answer(compressed)).startsWith("HTTP/1.1 200 ").contains("target yyyyy");
  }

  @Test
  void whoAsksBeforeSendingIsToldToGoOnOnlyForABodyThatMayBe(Servers servers) throws IOException {
    PetProcess process = target(servers);
    Socket asks = open(process, "Expect: 100-continue", "Content-Length: 4");
    assertThat(new String(asks.getInputStream().readNBytes(25), ISO_8859_1))
        .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    write(asks, "body");
    assertThat(answer(asks)).startsWith("HTTP/1.1 200 ").contains("target body");

    Socket tooLarge = open(process, "Expect: 100-continue", "Content-Length: 100000");
    assertThat(answer(tooLarge)).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItsEnd(Servers servers) throws IOException {
    PetProcess process = target(servers);
    Socket told = open(process, "Content-Length: 65537");
    assertThat(answer(told)).startsWith("HTTP/1.1 413 ");

    Socket chunked = open(process, "Transfer-Encoding: chunked");
    write(chunked, "10100\r\n" + "x".repeat(0x10100));
    assertThat(answer(chunked)).startsWith("HTTP/1.1 413 ");
  }
}
