package pet.builder.preview;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Clients that ask for pictures and do not take them, in a process of few threads. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class SlowReadersIT {

  /** More than the process has threads of any kind. */
  private static final int STALLED = 40;

  /** More than the system's buffers of a connection take. */
  private static final int TIMES = 8;

  /** Less than a connection may be idle, after which the stalled ones are gone. */
  private static final long SOON = 20;

  private final List<Socket> stalled = new ArrayList<>();
  private PreviewClient client;

  @BeforeEach
  void boot(Servers servers) {
    client =
        new PreviewClient(
            PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
                .on(servers)
                .with("server.minThreads", 8)
                .with("server.maxThreads", 16)
                .start());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : stalled) {
      socket.close();
    }
    client.process().close();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  private static String fresh(String text) {
    return PreviewClient.config(text + System.nanoTime() % 1_000_000_000L);
  }

  /** Connects with next to no room for what comes, asks several times, and reads nothing. */
  private Socket stall(List<String> requests) throws IOException {
    Socket socket = new Socket();
    stalled.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new InetSocketAddress(client.process().url().getHost(), client.process().url().getPort()));
    socket.getOutputStream().write(String.join("", requests).getBytes(US_ASCII));
    return socket;
  }

  private static String request(String what, String body) {
    return what
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + body.length()
        + "\r\nContent-Type: application/json\r\nAccept: image/png\r\n\r\n"
        + body;
  }

  @Test
  void freshPicturesComeThoughManyDoNotTakeTheirs() throws Exception {
    for (int i = 0; i < 12; i++) {
      String config = fresh("S");
      stall(
          IntStream.rangeClosed(1590, 1600)
              .mapToObj(size -> request("POST /api/previews?size=" + size, config))
              .toList());
    }
    AtomicLong drawn = new AtomicLong();
    await("until nothing can go out to any of them")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> drawn.getAndSet(client.drawn()) == drawn.get());

    HttpResponse<byte[]> answer =
        client
            .postSoon("/api/previews?size=300", "image/png", fresh("F"))
            .get(SOON, TimeUnit.SECONDS);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSizeGreaterThan(10_000);
  }

  @Test
  void cachedPicturesAndAllElseComeThoughManyDoNotTakeTheirs() throws Exception {
    HttpResponse<byte[]> drawn =
        client.post("/api/previews?size=1600", "image/png", PreviewClient.config("REX"));
    String address = drawn.headers().firstValue("content-location").orElseThrow();
    assertThat(drawn.body()).hasSizeGreaterThan(700_000);
    List<String> often = Collections.nCopies(TIMES, request("GET " + address, ""));
    for (int i = 0; i < STALLED; i++) {
      // Who has the first byte has begun to be answered.
      assertThat(stall(often).getInputStream().read()).isEqualTo('H');
    }

    assertThat(client.getSoon(address).get(SOON, TimeUnit.SECONDS).body()).isEqualTo(drawn.body());
    assertThat(
            client.process().post("/api/designs/quote", null, PreviewClient.config("REX")).status())
        .isEqualTo(200);

    // And who takes it after all gets all of it, each time.
    InputStream late = stalled.get(0).getInputStream();
    for (int i = 0; i < TIMES; i++) {
      assertThat(head(late)).contains("TTP/1.1 200", "Content-Length: " + drawn.body().length);
      assertThat(late.readNBytes(drawn.body().length)).isEqualTo(drawn.body());
    }
  }
}
