package pet.dev.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * As many requests as a server answers: each connection sends the next one when it has the answer
 * to the last. It writes and reads plain sockets, so that little of the machine goes to asking.
 */
final class ClosedLoop {

  private static final String LENGTH = "content-length:";

  private final URI server;
  private final int connections;

  ClosedLoop(URI server, int connections) {
    this.server = server;
    this.connections = connections;
  }

  /**
   * Answers a second.
   *
   * @param requests whole requests as they go over the wire; asked by all connections at once
   * @throws IllegalStateException if an answer has another status
   */
  double rate(Duration duration, Supplier<byte[]> requests, int status) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long begin = System.nanoTime();
      long end = begin + duration.toNanos();
      List<Future<Long>> loops = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Callable<Long> loop = () -> loop(end, requests, status);
        loops.add(threads.submit(loop));
      }
      long answers = 0;
      for (Future<Long> loop : loops) {
        answers += loop.get();
      }
      return answers * 1e9 / (System.nanoTime() - begin);
    } catch (ExecutionException e) {
      throw new IllegalStateException(server + ": " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The answer's body to one request. */
  byte[] once(byte[] request, int status) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(request);
      return answer(new BufferedInputStream(socket.getInputStream()), status);
    }
  }

  private long loop(long end, Supplier<byte[]> requests, int status) throws IOException {
    long answers = 0;
    try (Socket socket = open()) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(requests.get());
        answer(in, status);
        answers++;
      }
    }
    return answers;
  }

  Socket open() throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** An answer to one request. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
  record Reply(int status, byte[] body) {}

  private static byte[] answer(InputStream in, int status) throws IOException {
    Reply reply = reply(in);
    if (reply.status() != status) {
      throw new IOException("answers " + reply.status() + " " + new String(reply.body(), UTF_8));
    }
    return reply.body();
  }

  static Reply reply(InputStream in) throws IOException {
    String first = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    int status = Integer.parseInt(first.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    return new Reply(status, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(48);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** A request over the wire; a token or a body may be null. */
  static byte[] request(String method, String path, String token, byte[] body) {
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    if (token != null) {
      head.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    if (body != null) {
      head.append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.length)
          .append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
    byte[] whole = new byte[start.length + (body == null ? 0 : body.length)];
    System.arraycopy(start, 0, whole, 0, start.length);
    if (body != null) {
      System.arraycopy(body, 0, whole, start.length, body.length);
    }
    return whole;
  }
}
