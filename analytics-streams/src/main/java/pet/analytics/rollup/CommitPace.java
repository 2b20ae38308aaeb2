package pet.analytics.rollup;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often the stages on a thread may ask for a commit, which is one of all its tasks. It costs
 * the same whether it holds one event or ten thousand; where it takes long, on a busy machine or
 * after an outage, more is gathered for the next one, so that commits take a quarter of the time
 * and not all of it.
 */
final class CommitPace {

  private static final ThreadLocal<CommitPace> OF_THREAD = ThreadLocal.withInitial(CommitPace::new);
  private static final int REST = 3;
  private static final int REST_BEHIND = 15;
  private static final long BEHIND = Duration.ofSeconds(10).toMillis();

  /** After so long without an event the thread has waited for one, and not for a commit. */
  private static final long IDLE = 50;

  private long now;
  private boolean behind;
  private boolean running;
  private boolean asked;
  private long begunAt;
  private long endedAt;
  private long took;

  private CommitPace() {}

  /**
   * The one that the stages of the current thread share; it learns anew how long a commit takes.
   */
  static CommitPace ofThread() {
    CommitPace pace = OF_THREAD.get();
    pace.running = false;
    pace.asked = false;
    pace.took = 0;
    return pace;
  }

  /** Something of this time is processed. */
  void event(ProcessorContext<?, ?> context, long time) {
    turn(context.currentSystemTimeMs(), 0);
    behind = time < now - BEHIND;
  }

  /** A timer runs; says whether a commit may be asked for. */
  boolean isDue(ProcessorContext<?, ?> context) {
    turn(context.currentSystemTimeMs(), IDLE);
    return asked || took == 0 || now - endedAt >= took * (behind ? REST_BEHIND : REST);
  }

  /**
   * Asks for one now, not at the next interval: the next stage, and dashboards, read what is
   * committed.
   */
  void commit(ProcessorContext<?, ?> context) {
    asked = true;
    context.commit();
  }

  /** A commit begins. */
  void begins() {
    if (!running) {
      running = true;
      asked = false;
      begunAt = now;
    }
  }

  private void turn(long time, long idle) {
    now = time;
    if (running) {
      running = false;
      endedAt = now;
      took = Math.max(0, now - begunAt - idle);
    }
  }
}
