package pet.analytics;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /tasks/analytics-leave} on the admin port, before a replica is taken away for good:
 * its work goes to the others at once. A restart does without, for it takes its work up again.
 */
final class LeaveTask extends Task {

  private final StreamsRunners runners;

  LeaveTask(StreamsRunners runners) {
    super("analytics-leave");
    this.runners = runners;
  }

  /** Answers when all have left. */
  @Override
  public void execute(Map<String, List<String>> parameters, PrintWriter output)
      throws InterruptedException {
    runners.leave();
    output.println("left: this process counts nothing any more, and may be stopped");
  }
}
