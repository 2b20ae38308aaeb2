package pet.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls made at the same time. */
public final class Concurrently {

  private static final int MOST_THREADS = 16;

  private Concurrently() {}

  /**
   * Makes all calls at the same time, up to 16 at once.
   *
   * @return their results, in the order of the calls
   */
  public static <T> List<T> call(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(MOST_THREADS, calls.size()));
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Makes the same call several times at once. */
  public static <T> List<T> call(int times, Callable<T> call) throws Exception {
    return call(Collections.nCopies(times, call));
  }
}
