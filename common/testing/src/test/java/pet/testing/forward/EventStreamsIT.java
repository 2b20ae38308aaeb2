package pet.testing.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.forward.FarawayModule.Stream;

/** Server-sent events through a process that forwards. */
@ExtendWith(ServersExtension.class)
class EventStreamsIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final FarawayModule module = new FarawayModule("events");

  private static HttpResponse<InputStream> open(PetProcess gateway)
      throws IOException, InterruptedException {
    return open(gateway, "text/event-stream");
  }

  private static HttpResponse<InputStream> open(PetProcess gateway, String accept)
      throws IOException, InterruptedException {
    return HTTP.send(
        gateway.request("/api/orders/events", null).header("Accept", accept).build(),
        BodyHandlers.ofInputStream());
  }

  private Stream opened() throws InterruptedException {
    Stream stream = module.streams().poll(10, TimeUnit.SECONDS);
    assertThat(stream).isNotNull();
    return stream;
  }

  /** Waits until the target has noticed that nobody reads the stream any more. */
  private static void leftBy(Stream stream) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              stream.send("is anybody there?");
              return stream.isEnded();
            });
  }

  /** What has come so far of one event. */
  private static String event(InputStream body, String expected) throws IOException {
    return new String(
        body.readNBytes(("data: " + expected + "\n\n").length()), StandardCharsets.UTF_8);
  }

  @Test
  void eachEventComesAtOnceAndALeaverIsNoticed(Servers servers) throws Exception {
    try (PetProcess target = Processes.hosting(servers, module).start();
        PetProcess gateway = Processes.gateway(servers, target.url()).start()) {
      HttpResponse<InputStream> answer = open(gateway);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
      Stream stream = opened();
      for (String data : List.of("one", "two", "three")) {
        stream.send(data);
        assertThat(event(answer.body(), data)).isEqualTo("data: " + data + "\n\n");
      }

      answer.body().close();

      leftBy(stream);
    }
  }

  /** More often than there are connections: none is held. */
  @Test
  @Timeout(60)
  void whoAsksForTheHeadersAloneIsAnsweredAtOnce(Servers servers) {
    try (PetProcess target = Processes.hosting(servers, module).start();
        PetProcess gateway =
            Processes.gateway(servers, target.url()).with("forwarding.maxConnections", 3).start()) {
      for (int i = 0; i < 5; i++) {
        Answer head =
            gateway.send(
                gateway
                    .request("/api/orders/events", null)
                    .header("Accept", "text/event-stream")
                    .method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
        assertThat(head.header("Content-Length")).isNull();
      }
      assertThat(module.streams()).isEmpty();
    }
  }

  @Test
  void staysOpenAsLongAsThereAreHeartbeats(Servers servers) throws Exception {
    try (PetProcess target = Processes.hosting(servers, module).start();
        PetProcess gateway =
            Processes.gateway(servers, target.url())
                .with("forwarding.idleTimeout", "1s")
                .with("server.applicationConnectors[0].idleTimeout", "1s")
                .start()) {
      HttpResponse<InputStream> answer = open(gateway);
      Stream stream = opened();
      List<String> received = new ArrayList<>();

      await()
          .pollInterval(Duration.ofMillis(400))
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                stream.send("beat");
                received.add(event(answer.body(), "beat"));
                return received.size() == 7;
              });

      // Then none come any more: the stream ends, and not as if it were complete.
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> answer.body().readAllBytes());
      leftBy(stream);
    }
  }

  @Test
  void aStopEndsThemAtOnce(Servers servers) throws Exception {
    try (PetProcess target = Processes.hosting(servers, module).start()) {
      PetProcess gateway = Processes.gateway(servers, target.url()).start();
      HttpResponse<InputStream> answer = open(gateway);
      Stream stream = opened();
      stream.send("one");
      assertThat(event(answer.body(), "one")).isEqualTo("data: one\n\n");

      long begun = System.nanoTime();
      gateway.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      assertThat(answer.body().readAllBytes()).isEmpty();
      leftBy(stream);
    }
  }

  /** A stream that a stop has ended is asked for again at once, on the connection that it had. */
  @Test
  void whoComesBackWhileItsProcessStopsIsServedByAnother(Servers servers) throws Exception {
    PetProcess target = Processes.hosting(servers, module).with("drain", "1ms").start();
    FarawayModule other = new FarawayModule("other");
    try (PetProcess second = Processes.hosting(servers, other).start();
        PetProcess gateway = Processes.gateway(servers, target.url(), second.url()).start()) {
      List<InputStream> open = new ArrayList<>();
      while (module.streams().isEmpty()) {
        open.add(open(gateway).body());
      }
      Queue<Integer> answers = new ConcurrentLinkedQueue<>();
      module.whenItStops(
          () -> {
            try {
              for (Stream stream = module.streams().poll();
                  stream != null;
                  stream = module.streams().poll()) {
                stream.end();
              }
              assertThat(open.get(open.size() - 1).readAllBytes()).isEmpty();
              for (int i = 0; i < 4; i++) {
                answers.add(open(gateway).statusCode());
              }
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      int before = other.streams().size();

      target.close();

      assertThat(answers).hasSizeGreaterThanOrEqualTo(4).containsOnly(200);
      assertThat(other.streams()).hasSize(before + answers.size());
      assertThat(module.streams()).isEmpty();
      other.streams().forEach(Stream::end);
    }
  }

  /**
   * Streams have connections of their own, also those of clients that do not say what they take.
   */
  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "*/*"})
  void manyOfThemDoNotBlockOtherRequests(String accept, Servers servers) throws Exception {
    try (PetProcess target = Processes.hosting(servers, module).start();
        PetProcess gateway =
            Processes.gateway(servers, target.url()).with("forwarding.maxConnections", 3).start()) {
      List<InputStream> streams = new ArrayList<>();
      List<Stream> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        streams.add(open(gateway, accept).body());
        ends.add(opened());
      }

      assertThat(gateway.get("/api/orders/name").text()).isEqualTo("events");

      ends.forEach(Stream::end);
      for (InputStream stream : streams) {
        assertThat(stream.readAllBytes()).isEmpty();
      }
    }
  }
}
