package pet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection outlives a request that was refused before its body was read. */
@ExtendWith(ServersExtension.class)
class KeptConnectionIT {

  private static final String NEXT = "GET /healthz HTTP/1.1\r\nHost: pet\r\n\r\n";

  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("test", List.of(), "src/test/resources/process.yml")
            .on(servers)
            .with("modules.user", "off")
            .with("modules.order", "off")
            .with("modules.builder", "http://localhost:" + FreePorts.next())
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .with("web.bodyTime", "2s")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  /** The body comes after the server could have answered: nobody there reads it. */
  @ParameterizedTest
  @CsvSource({"/nowhere, 404", "/healthz, 405", "/internal/order/any, 404", "/api/designs, 503"})
  void carriesTheNextRequest(String path, int status) throws IOException {
    try (Connection connection = new Connection()) {
      connection.send(
          "POST "
              + path
              + " HTTP/1.1\r\nHost: pet\r\nContent-Type: application/json\r\n"
              + "Content-Length: 20\r\n\r\n");
      // Not a wait for anything: a sender that is this slow is what is tried.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      connection.send("{\"late\":\"0123456789\"}".substring(0, 20));

      assertThat(connection.answer()).startsWith("HTTP/1.1 " + status);
      connection.send(NEXT);
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void endsInWordsWhereTheRestIsTooLong() throws IOException {
    try (Connection connection = new Connection()) {
      connection.send(post("/nowhere", 10_000_000) + "x".repeat(100_000));

      assertThat(connection.answer()).startsWith("HTTP/1.1 404").contains("Connection: close");
    }
  }

  /** A sender that never sends the rest gets an answer when the body's time is over. */
  @Test
  void endsInWordsWhereTheRestDoesNotCome() throws IOException {
    for (String path : List.of("/nowhere", "/api/designs")) {
      try (Connection connection = new Connection()) {
        connection.send(post(path, 20));

        assertThat(connection.answer()).contains("Connection: close");
      }
    }
  }

  /** Who asks before sending is told to send what is waited for, and not what is too large. */
  @Test
  void asksForABodyUnlessItIsTooLarge() throws IOException {
    try (Connection connection = new Connection()) {
      connection.send(asking(post("/nowhere", 20)));
      assertThat(connection.answer()).startsWith("HTTP/1.1 100");
      connection.send("x".repeat(20));
      assertThat(connection.answer()).startsWith("HTTP/1.1 404");
      connection.send(NEXT);
      assertThat(connection.answer()).startsWith("HTTP/1.1 200");
    }
    try (Connection connection = new Connection()) {
      connection.send(asking(post("/nowhere", 10_000_000)));
      assertThat(connection.answer()).startsWith("HTTP/1.1 404").contains("Connection: close");
    }
  }

  private static String asking(String head) {
    return head.replace("Host: pet", "Host: pet\r\nExpect: 100-continue");
  }

  private static String post(String path, int length) {
    return "POST %s HTTP/1.1\r\nHost: pet\r\nContent-Length: %d\r\n\r\n".formatted(path, length);
  }

  private static final class Connection implements AutoCloseable {
    private final Socket socket = new Socket("localhost", process.url().getPort());
    private final BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));

    Connection() throws IOException {
      socket.setSoTimeout(10_000);
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      socket.getOutputStream().flush();
    }

    /** The head of the next answer; its body is passed over. */
    String answer() throws IOException {
      StringBuilder head = new StringBuilder();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
        if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      assertThat(in.skip(length)).isEqualTo(length);
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
