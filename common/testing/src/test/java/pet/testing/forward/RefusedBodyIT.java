package pet.testing.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A body that is refused as too large, by a process behind another one. */
@ExtendWith(ServersExtension.class)
class RefusedBodyIT {

  private static final int CONNECTIONS = 60;
  private static final int AT_ONCE = 12;

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

  /** Each gets its 413, and then the next answer or word that the connection ends. */
  @ParameterizedTest
  @CsvSource({
    "direct, 66560, false",
    "direct, 66560, true",
    "direct, 1048577, false",
    "direct, 1048577, true",
    "forwarded, 66560, false",
    "forwarded, 66560, true",
    "forwarded, 1048577, false",
    "forwarded, 1048577, true",
    "forwarded, 3145728, false",
    "forwarded, 3145728, true"
  })
  void cutsNoConnectionWithoutAWord(String way, int length, boolean chunked) {
    PetProcess process = way.equals("direct") ? target : gateway;
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<String>> outcomes =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> outcome(process, length, chunked), clients))
              .toList();
      Map<String, Long> counted =
          outcomes.stream()
              .map(CompletableFuture::join)
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(counted.keySet()).isSubsetOf("413, then 200", "413, and it ends");
    } finally {
      clients.shutdownNow();
    }
  }

  private static String outcome(PetProcess process, int length, boolean chunked) {
    try (Connection connection = new Connection(process)) {
      connection.post(length, chunked);
      String refusal = connection.answer();
      if (!refusal.startsWith("HTTP/1.1 413")) {
        return "refused by " + refusal.lines().findFirst().orElse("nothing");
      }
      if (refusal.contains("Connection: close")) {
        return "413, and it ends";
      }
      connection.send("GET /api/orders/name HTTP/1.1\r\nHost: pet\r\n\r\n".getBytes(US_ASCII));
      return "413, then " + connection.answer().replaceAll("(?s)HTTP/1.1 (\\d*).*", "$1");
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** A client that has written all before it looks for an answer. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection(PetProcess process) throws IOException {
      socket = new Socket("localhost", process.url().getPort());
      socket.setSoTimeout(20_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void post(int length, boolean chunked) throws IOException {
      String how = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
      send(
          ("POST /api/orders/name HTTP/1.1\r\nHost: pet\r\nContent-Type: text/plain\r\n"
                  + how
                  + "\r\n\r\n")
              .getBytes(US_ASCII));
      byte[] block = "x".repeat(length).getBytes(US_ASCII);
      if (chunked) {
        send((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
        send(block);
        send("\r\n0\r\n\r\n".getBytes(US_ASCII));
      } else {
        send(block);
      }
    }

    /** An answer's head; its body is read, too. */
    String answer() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("ended after '" + head + "'");
        }
        head.append((char) next);
      }
      int length =
          head.toString()
              .lines()
              .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      in.readNBytes(length);
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
