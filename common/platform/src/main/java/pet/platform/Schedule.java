package pet.platform;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.platform.database.DatabaseTrouble;

/** Small chores of a process, one after the other on one thread. */
final class Schedule implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          chore -> {
            Thread made = new Thread(chore, "chores");
            made.setDaemon(true);
            return made;
          });

  /** The chore as something to stop; then it is not running, and does not run again. */
  Managed every(Duration pause, String what, Runnable work) {
    Chore chore = new Chore(what, work);
    Future<?> runs =
        thread.scheduleWithFixedDelay(
            chore, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    return Background.of(
        () -> {},
        () -> {
          runs.cancel(false);
          chore.stop();
        });
  }

  @Override
  public void stop() {
    thread.shutdownNow();
  }

  private static final class Chore implements Runnable {
    private final String what;
    private final Runnable work;
    private boolean stopped;

    Chore(String what, Runnable work) {
      this.what = what;
      this.work = work;
    }

    /** Whatever the work throws: an exception would end the schedule. */
    @Override
    public synchronized void run() {
      if (stopped) {
        return;
      }
      try {
        work.run();
      } catch (RuntimeException e) {
        if (DatabaseTrouble.isOutage(e)) {
          LOG.debug("{} waits for the database", what);
        } else {
          LOG.error("{} failed and is tried again", what, e);
        }
      }
    }

    synchronized void stop() {
      stopped = true;
    }
  }
}
