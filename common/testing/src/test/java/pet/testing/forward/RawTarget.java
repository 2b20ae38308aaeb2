package pet.testing.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that hosts a module badly: what it does with each connection is the test's to say. */
final class RawTarget implements AutoCloseable {

  /** What it does with one connection, which is closed afterwards. */
  interface Behaviour {
    void serve(Exchange exchange) throws IOException, InterruptedException;
  }

  /** One connection. */
  record Exchange(Socket socket, BufferedReader in, OutputStream out) {

    /** Reads the head of a request; returns it, or null at the connection's end. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      String line = in.readLine();
      if (line == null) {
        return null;
      }
      for (; line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      return head.toString();
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();
  private final Behaviour behaviour;

  RawTarget(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      // A backlog above what any test connects at once: the system drops what does not fit.
      server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.serve(
          new Exchange(
              socket,
              new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)),
              socket.getOutputStream()));
    } catch (IOException e) {
      // Its caller has gone, as callers do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI url() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
