package pet.builder.preview;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/**
 * More pictures than a process keeps, read by many: nobody gets another's bytes, though pictures
 * make room for each other all the time and the collector frees theirs.
 */
@ExtendWith(ServersExtension.class)
@Timeout(180)
class NearPicturesIT {

  /** Some 600 KB each: twice as many as there is room for. */
  private static final int PICTURES = 40;

  private static final int READERS = 8;
  private static final int TIMES = 60;
  private static final int SLOW = 6;

  private static PreviewClient client;
  private static final Map<String, byte[]> PICTURE = new LinkedHashMap<>();

  @BeforeAll
  static void draw(Servers servers) {
    client =
        new PreviewClient(
            PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
                .on(servers)
                .with("server.applicationConnectors[0].idleTimeout", "150s")
                .start());
    for (int i = 0; i < PICTURES; i++) {
      var drawn =
          client.post("/api/previews?size=1200", "image/png", PreviewClient.config("P" + i));
      PICTURE.put(drawn.headers().firstValue("content-location").orElseThrow(), drawn.body());
    }
    assertThat(PICTURE).hasSize(PICTURES);
  }

  @AfterAll
  static void stop() {
    client.process().close();
  }

  /** A connection that asks for pictures, in this order, and takes them when it is told to. */
  private static final class Reader implements AutoCloseable {
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final List<String> asked;

    Reader(List<String> asked, int buffer) throws IOException {
      this.asked = asked;
      socket.setReceiveBufferSize(buffer);
      var url = client.process().url();
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      in = new DataInputStream(socket.getInputStream());
      StringBuilder requests = new StringBuilder();
      asked.forEach(
          path ->
              requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      socket.getOutputStream().write(requests.toString().getBytes(US_ASCII));
    }

    void readAll() throws IOException {
      for (String path : asked) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) in.readByte());
        }
        assertThat(head).startsWith("HTTP/1.1 200");
        byte[] expected = PICTURE.get(path);
        byte[] body = new byte[expected.length];
        in.readFully(body);
        assertThat(body).as(path).isEqualTo(expected);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static List<String> some(int count) {
    List<String> all = List.copyOf(PICTURE.keySet());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get(ThreadLocalRandom.current().nextInt(PICTURES)))
        .toList();
  }

  @Test
  void everyoneGetsThePictureThatTheyAskedFor() throws Exception {
    List<Reader> slow = new ArrayList<>();
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      for (int i = 0; i < SLOW; i++) {
        // Twice, so that it lies outside of the heap; the rest of it is sent when it is long gone.
        String path = List.copyOf(PICTURE.keySet()).get(i);
        client.get(path);
        client.get(path);
        slow.add(new Reader(List.of(path, path, path), 4096));
      }
      List<Future<?>> read = new ArrayList<>();
      for (int i = 0; i < READERS * TIMES / 10; i++) {
        read.add(
            readers.submit(
                () -> {
                  try (Reader reader = new Reader(some(10), 1 << 18)) {
                    reader.readAll();
                  }
                  return null;
                }));
        if (i % 8 == 0) {
          System.gc();
        }
      }
      for (Future<?> each : read) {
        each.get();
      }
      System.gc();
      for (Reader each : slow) {
        each.readAll();
      }
    } finally {
      readers.shutdownNow();
      for (Reader each : slow) {
        each.close();
      }
    }
  }
}
