package pet.dev.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * So many requests a second, whether the server keeps up or not: an answer's latency counts from
 * when its request was due, so that a server that stalls is charged for all that had to wait.
 */
final class Paced {

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
   * @param refused those that were told to come again by a 503
   */
  record Result(Samples took, List<byte[]> refused) {}

  /**
   * Sends them.
   *
   * @throws IllegalStateException if an answer is neither a 200 nor a 503
   */
  Result send(double perSecond, Duration duration, Supplier<byte[]> requests) throws Exception {
    long total = (long) (perSecond * duration.toMillis() / 1000);
    Result result = new Result(new Samples(), new ArrayList<>());
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
    try (Socket socket = server.open()) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      for (long i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
        long due = begin + (long) (i * 1e9 / perSecond);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        byte[] request = requests.get();
        socket.getOutputStream().write(request);
        ClosedLoop.Reply reply = ClosedLoop.reply(in);
        if (reply.status() == 200) {
          result.took().add(System.nanoTime() - due);
        } else if (reply.status() == 503) {
          synchronized (result) {
            result.refused().add(request);
          }
        } else {
          throw new IllegalStateException("answers " + reply.status());
        }
      }
    }
  }
}
