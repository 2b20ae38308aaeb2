package pet.analytics;

import io.dropwizard.lifecycle.Managed;
import java.util.List;

/** The rollups' runners of a process. They end side by side: each may have to wait for Kafka. */
final class StreamsRunners implements Managed {

  private final List<StreamsRunner> runners;

  StreamsRunners(List<StreamsRunner> runners) {
    this.runners = List.copyOf(runners);
  }

  @Override
  public void start() {
    runners.forEach(StreamsRunner::start);
  }

  /** Leaves the groups' memory of us alone: a restart within seconds takes up where it was. */
  @Override
  public void stop() throws InterruptedException {
    end(false);
  }

  /** Stops for good, and tells the groups so. Returns when it has left them. */
  void leave() throws InterruptedException {
    end(true);
  }

  private void end(boolean forGood) throws InterruptedException {
    runners.forEach(runner -> runner.end(forGood));
    for (StreamsRunner runner : runners) {
      runner.awaitEnd();
    }
  }
}
