package pet.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a raw socket that answers as a test scripts it, well or badly, and that can go away
 * and come back on the same port.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What it does with a request. */
  @FunctionalInterface
  public interface Behaviour {
    /** Returns when the connection is to be used on; throws when it is to be closed. */
    void answer(Answering answering) throws Exception;
  }

  private final int port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile Behaviour behaviour;
  private volatile ServerSocket listener;

  /** A server that runs, and behaves so. */
  public ScriptedServer(Behaviour behaviour) {
    this.behaviour = behaviour;
    port = FreePorts.next();
    comeBack();
  }

  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** Behaves differently from the next request on. */
  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** How many requests have arrived. */
  public int requests() {
    return requests.get();
  }

  /** How many connections are open. */
  public int connections() {
    return connections.size();
  }

  /** A header of the latest request, by its lower-case name; null if it had none. */
  public String lastHeader(String name) {
    return lastHeaders.get(name);
  }

  /** Closes its connections, and refuses new ones. */
  public void goAway() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens again, on the same port. */
  public void comeBack() {
    try {
      ServerSocket fresh = new ServerSocket(port, 50, InetAddress.getByName("localhost"));
      listener = fresh;
      start("scripted-server", () -> accept(fresh));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket connection = from.accept();
        connections.add(connection);
        start("scripted-server-connection", () -> serve(connection));
      } catch (IOException e) {
        return; // It has gone away.
      }
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (Map<String, String> headers = read(in); headers != null; headers = read(in)) {
        lastHeaders = headers;
        requests.incrementAndGet();
        behaviour.answer(new Answering(connection.getOutputStream(), connection, end));
      }
    } catch (Exception e) {
      // The caller has gone, or the connection is to be closed.
    } finally {
      connections.remove(connection);
    }
  }

  /** The headers of the next request, which is read to its end; null if there is none. */
  private static Map<String, String> read(InputStream in) throws IOException {
    if (line(in) == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    end.countDown();
    goAway();
  }

  /** One answer in the making. */
  public static final class Answering {
    private final OutputStream out;
    private final Socket connection;
    private final CountDownLatch end;

    private Answering(OutputStream out, Socket connection, CountDownLatch end) {
      this.out = out;
      this.connection = connection;
      this.end = end;
    }

    /** Sends these characters at once. */
    public Answering send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return this;
    }

    /** Sends them one by one, so many milliseconds apart, until the caller hangs up. */
    public void trickle(String text, long millis) throws Exception {
      for (int i = 0; i < text.length(); i++) {
        send(text.substring(i, i + 1));
        if (hangUpWithin(millis)) {
          return;
        }
      }
    }

    /** Sends nothing more, until the caller hangs up. */
    public void hang() throws Exception {
      hangUpWithin(60_000);
    }

    private boolean hangUpWithin(long millis) throws Exception {
      connection.setSoTimeout((int) millis);
      try {
        return connection.getInputStream().read() < 0 || end.getCount() == 0;
      } catch (java.net.SocketTimeoutException e) {
        return false;
      }
    }

    /** Closes the connection with a reset. */
    public void die() throws IOException {
      connection.setSoLinger(true, 0);
      connection.close();
    }
  }
}
