package pet.analytics.rollup;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often a stage may ask for a commit. One costs the same whether it holds one event or ten
 * thousand; where it takes long, on a busy machine or after an outage, more is gathered for the
 * next one, so that commits take a quarter of the time and not all of it.
 */
final class CommitPace {

  private static final int REST = 3;

  private final ProcessorContext<?, ?> context;
  private final long turns;
  private boolean asked;
  private long askedAt;
  private long took;

  /**
   * @param turns at most so much time lies between two turns, if the thread has nothing else to do
   */
  CommitPace(ProcessorContext<?, ?> context, Duration turns) {
    this.context = context;
    this.turns = turns.toMillis();
  }

  /** To be called when it is the stage's turn: the commit that it asked for is over then. */
  void turn() {
    if (asked) {
      asked = false;
      took = Math.max(0, context.currentSystemTimeMs() - askedAt - turns);
    }
  }

  boolean isDue() {
    return context.currentSystemTimeMs() - askedAt >= took * (1 + REST);
  }

  /** Asks for one now, not at the next interval. */
  void commit() {
    asked = true;
    askedAt = context.currentSystemTimeMs();
    context.commit();
  }
}
