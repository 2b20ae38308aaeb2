package pet.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** On a machine that is so busy that connections wait to be taken. */
class DrainTest {

  private static final int CLIENTS = 4;
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(100);

  @Test
  void whoHasConnectedIsAnswered() throws Exception {
    Server server = new Server();
    ServerConnector slow = new SlowDoor(server);
    slow.setName("application");
    slow.setHost("127.0.0.1");
    server.addConnector(slow);
    server.setHandler(new Answers());
    server.start();
    try {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), slow.getLocalPort());
        client
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: pet\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        clients.add(client);
      }

      new Drain(Duration.milliseconds(1)).drain(server, () -> {});

      for (Socket client : clients) {
        client.setSoTimeout(10_000);
        assertThat(read(client)).startsWith("HTTP/1.1 200");
      }
    } finally {
      server.stop();
    }
  }

  private static String read(Socket client) throws IOException {
    try (client) {
      return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static final class SlowDoor extends ServerConnector {
    SlowDoor(Server server) {
      super(server, 1, 1);
    }

    @Override
    public void accept(int acceptor) throws IOException {
      // Not a wait for anything: the busy machine.
      LockSupport.parkNanos(SLOW);
      super.accept(acceptor);
    }
  }

  private static final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      callback.succeeded();
      return true;
    }
  }
}
