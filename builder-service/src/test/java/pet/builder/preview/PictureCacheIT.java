package pet.builder.preview;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
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
class PictureCacheIT {

  /** Some 800 KB each: more than twice as many as are kept. */
  private static final int PICTURES = 40;

  private static final int READERS = 8;
  private static final int READS = 24;
  private static final int SLOW = 6;

  /** More than the system's buffers of a connection take. */
  private static final int SLOW_TIMES = 8;

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
          client.post("/api/previews?size=1600", "image/png", PreviewClient.config("P" + i));
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

  private static List<String> some(List<String> paths, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> paths.get(ThreadLocalRandom.current().nextInt(paths.size())))
        .toList();
  }

  @Test
  void everyoneGetsThePictureThatTheyAskedFor() throws Exception {
    List<String> all = List.copyOf(PICTURE.keySet());
    List<String> others = all.subList(SLOW, PICTURES);
    List<Reader> slow = new ArrayList<>();
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      for (String path : all.subList(0, SLOW)) {
        // Asked for again, it lies outside of the heap; the rest of it is sent when it is long
        // gone.
        for (int i = 0; i < 3; i++) {
          client.get(path);
        }
        slow.add(new Reader(Collections.nCopies(SLOW_TIMES, path), 4096));
      }
      List<Future<?>> read = new ArrayList<>();
      for (int i = 0; i < READS; i++) {
        List<String> some = some(i < READS / 2 ? others : all, 12);
        read.add(
            readers.submit(
                () -> {
                  try (Reader reader = new Reader(some, 1 << 18)) {
                    reader.readAll();
                  }
                  System.gc();
                  return null;
                }));
      }
      for (Future<?> each : read) {
        each.get();
      }
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
