package pet.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setRequestLog(new AccessLog(lines::add));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(203);
            response.write(true, ByteBuffer.wrap(new byte[5]), callback);
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private String line(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).header("traceparent", TRACE).build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    await().until(() -> !lines.isEmpty());
    return lines.remove(0);
  }

  @Test
  void aLineTellsWhoWhatHowAndWhichTraceAndNoQuery() throws Exception {
    assertThat(line("/api/orders/1001?email=ann@example.com"))
        .matches("127\\.0\\.0\\.1 \"GET /api/orders/1001\" 203 5 \\d+ ms " + TRACE);
  }

  @Test
  void aPathThatIsASecretIsToldWithoutIt() throws Exception {
    assertThat(line("/api/orders/track/s3cret")).contains("\"GET /api/orders/track/-\"");
    assertThat(line("/api/designs/shared/s3cret/x")).contains("\"GET /api/designs/shared/-/x\"");
  }

  @Test
  void offIsOff() {
    assertThat(new AccessLogFactory("OFF").isEnabled()).isFalse();
    assertThat(new AccessLogFactory("ALL").isEnabled()).isTrue();
    assertThat(new AccessLogFactory(null).isEnabled()).isTrue();
  }

  /** As the YAML says it, without quotes, where it is a boolean. */
  @Test
  void whatYamlMakesOfOffIsOffToo() throws Exception {
    ObjectMapper settings = new ObjectMapper();
    assertThat(
            settings
                .readValue("{\"type\": \"paths\", \"level\": false}", AccessLogFactory.class)
                .isEnabled())
        .isFalse();
    assertThat(
            settings
                .readValue("{\"type\": \"paths\", \"level\": \"ALL\"}", AccessLogFactory.class)
                .isEnabled())
        .isTrue();
  }
}
