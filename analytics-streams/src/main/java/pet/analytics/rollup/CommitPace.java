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
  private static final long UNKNOWN = -1;
  private static final int REST = 3;
  private static final int REST_BEHIND = 15;

  /** What is behind is shown to go on, and a late event holds up the others no longer. */
  private static final long LONGEST_BEHIND = 1_000;

  private static final long BEHIND = Duration.ofSeconds(10).toMillis();

  private long now = UNKNOWN;
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
    pace.now = UNKNOWN;
    pace.running = false;
    pace.asked = false;
    pace.took = 0;
    return pace;
  }

  /** An event of this time is processed. */
  void event(ProcessorContext<?, ?> context, long time) {
    processed(context);
    behind = time < now - BEHIND;
  }

  /** Something is processed: if it has waited, then for the commit. */
  void processed(ProcessorContext<?, ?> context) {
    now = context.currentSystemTimeMs();
    if (running) {
      took = Math.max(0, now - begunAt);
      ended();
    }
  }

  /** A timer runs; says whether a commit may be asked for. */
  boolean isDue(ProcessorContext<?, ?> context) {
    now = context.currentSystemTimeMs();
    if (running) {
      // Nothing has come since the commit began, so nothing waits for it.
      took = 0;
      ended();
    }
    return asked || took == 0 || now - endedAt >= rest();
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
    if (!running && now != UNKNOWN) {
      running = true;
      asked = false;
      begunAt = now;
    }
  }

  private long rest() {
    return behind ? Math.min(took * REST_BEHIND, LONGEST_BEHIND) : took * REST;
  }

  private void ended() {
    running = false;
    endedAt = now;
  }
}
