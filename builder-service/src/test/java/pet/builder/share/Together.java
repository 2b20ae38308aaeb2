package pet.builder.share;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pet.testing.Answer;

/** Many who ask at the same time. */
final class Together {

  private Together() {}

  /** What each was answered, in their order. */
  static List<Answer> all(List<Callable<Answer>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : threads.invokeAll(tasks)) {
        answers.add(one.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
