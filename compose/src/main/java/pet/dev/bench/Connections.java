package pet.dev.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * As many requests as there are answers for, over connections that stay open. It does next to
 * nothing with an answer, so that what is measured is the server.
 */
final class Connections {

  static final int COUNT = 32;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(3);

  private Connections() {}

  /** Requests a second that were answered with 200 and a body of that length. */
  static double perSecond(URI target, int length) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    try {
      long begin = System.nanoTime();
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        counts.add(threads.submit(() -> ask(target, length, begin + NANOS)));
      }
      long total = 0;
      for (Future<Long> count : counts) {
        total += count.get();
      }
      return total * 1e9 / (System.nanoTime() - begin);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long ask(URI target, int length, long end) throws IOException {
    String path = target.getRawPath();
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] body = new byte[length];
    long count = 0;
    try (Socket socket = new Socket(target.getHost(), target.getPort())) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(request);
        head(in, length);
        if (in.readNBytes(body, 0, length) < length) {
          throw new EOFException("an answer was cut short");
        }
        count++;
      }
    }
    return count;
  }

  private static void head(InputStream in, int length) throws IOException {
    String status = line(in);
    boolean asLong = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      asLong |= line.equalsIgnoreCase("Content-Length: " + length);
    }
    if (!status.startsWith("HTTP/1.1 200") || !asLong) {
      throw new IOException("not the answer that was asked for: " + status);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
