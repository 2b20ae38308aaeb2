package pet.dev.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * So many requests a second, whether the server keeps up or not: an answer's latency counts from
 * when its request was due, so that a server that stalls is charged for all that had to wait. One
 * that has no answer after 5 s is given up, as Shopify does, and counts as refused.
 */
final class Paced {

  private static final int PATIENCE_MILLIS = 5000;

  private final ClosedLoop server;
  private final int connections;

  Paced(ClosedLoop server, int connections) {
    this.server = server;
    this.connections = connections;
  }

  /**
   * What came of it.
   *
   * @param took of those with a 200
   * @param answered of every answer, from when its request was sent
   * @param refused those that were told to come again by a 503, or not answered in time
   * @param unanswered how many of these were not answered in time
   */
  record Result(Samples took, Samples answered, List<byte[]> refused, AtomicInteger unanswered) {
    private void comesAgain(byte[] request) {
      synchronized (refused) {
        refused.add(request);
      }
    }
  }

  /**
   * Sends them.
   *
   * @throws IllegalStateException if an answer is neither a 200 nor a 503
   */
  Result send(double perSecond, Duration duration, Supplier<byte[]> requests) throws Exception {
    long total = (long) (perSecond * duration.toMillis() / 1000);
    Result result =
        new Result(new Samples(), new Samples(), new ArrayList<>(), new AtomicInteger());
    AtomicLong next = new AtomicLong();
    long begin = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      List<Future<Void>> loops = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Callable<Void> loop =
            () -> {
              loop(total, begin, perSecond, next, requests, result);
              return null;
            };
        loops.add(threads.submit(loop));
      }
      for (Future<Void> loop : loops) {
        loop.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return result;
  }

  private void loop(
      long total,
      long begin,
      double perSecond,
      AtomicLong next,
      Supplier<byte[]> requests,
      Result result)
      throws IOException, InterruptedException {
    Socket socket = open();
    try {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      for (long i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
        long due = begin + (long) (i * 1e9 / perSecond);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        byte[] request = requests.get();
        long sent = System.nanoTime();
        try {
          socket.getOutputStream().write(request);
          int status = ClosedLoop.reply(in).status();
          long now = System.nanoTime();
          result.answered().add(now - sent);
          switch (status) {
            case 200 -> result.took().add(now - due);
            case 503 -> result.comesAgain(request);
            default -> throw new IllegalStateException("answers " + status);
          }
        } catch (SocketTimeoutException e) {
          result.unanswered().incrementAndGet();
          result.comesAgain(request);
          socket.close();
          socket = open();
          in = new BufferedInputStream(socket.getInputStream(), 16_384);
        }
      }
    } finally {
      socket.close();
    }
  }

  private Socket open() throws IOException {
    Socket socket = server.open();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
