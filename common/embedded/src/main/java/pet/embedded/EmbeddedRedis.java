package pet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Redis, without a password. */
public final class EmbeddedRedis extends LeashedServer {
  private static final String VERSION = "7.0.15"; // in org.signal:embedded-redis

  private final Binaries binaries;

  public EmbeddedRedis(ServerOptions options) {
    super("Redis", "redis-server", "TERM", options);
    this.binaries = new Binaries(options.binariesDirectory());
  }

  /** "redis://127.0.0.1:6379". */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  private Path binary() {
    return binaries
        .entry(
            "redis-" + VERSION,
            directory -> {
              Path target = directory.resolve("redis-server");
              try (InputStream in =
                  Binaries.resource(
                      Platform.current().redisBinary(VERSION), "org.signal:embedded-redis")) {
                Files.copy(in, target);
              }
              Binaries.makeExecutable(target);
            })
        .resolve("redis-server");
  }

  @Override
  List<String> command(int port) throws IOException {
    Path data = directory().data();
    Files.createDirectories(data);
    return List.of(
        binary().toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        data.toString(),
        "--save",
        options().durable() ? "60 1" : "",
        // An orderly stop keeps the data, also where nothing is saved in between: a stop and a
        // start is
        // an outage, not a new server.
        "--shutdown-on-sigterm",
        "save now force",
        "--tcp-backlog",
        "128",
        // Its title has no room for the directory, by which we know it again.
        "--set-proc-title",
        "no");
  }

  @Override
  boolean answers(long pid, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.onLoopback(port), 1_000);
      socket.setSoTimeout(1_000);
      OutputStream out = socket.getOutputStream();
      out.write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String info = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return info.contains("process_id:" + pid + "\r");
    } catch (IOException e) {
      return false;
    }
  }
}
