package pet.analytics;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /tasks/analytics-leave} on the admin port, before a replica is taken away for good:
 * its work goes to the others at once. A restart does without, for it takes its work up again.
 */
final class LeaveTask extends Task {

  private final List<StreamsRunner> runners;

  LeaveTask(List<StreamsRunner> runners) {
    super("analytics-leave");
    this.runners = List.copyOf(runners);
  }

  /** Answers when all have left. */
  @Override
  public void execute(Map<String, List<String>> parameters, PrintWriter output)
      throws InterruptedException {
    List<Thread> leaving = new ArrayList<>();
    for (StreamsRunner runner : runners) {
      Thread thread = new Thread(() -> leave(runner), "analytics-leave");
      thread.start();
      leaving.add(thread);
    }
    for (Thread thread : leaving) {
      thread.join();
    }
    output.println("left: this process counts nothing any more, and may be stopped");
  }

  private static void leave(StreamsRunner runner) {
    try {
      runner.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
