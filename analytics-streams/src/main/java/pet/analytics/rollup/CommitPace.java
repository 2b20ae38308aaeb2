package pet.analytics.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often the stages on a thread may ask for a commit, which is one of all its tasks. It costs
 * the same whether it holds one event or ten thousand; where it takes long, on a busy machine or
 * after an outage, more is gathered for the next one, so that commits take two fifths of the time
 * and not all of it.
 */
final class CommitPace {

  private static final ThreadLocal<CommitPace> OF_THREAD = ThreadLocal.withInitial(CommitPace::new);
  private static final long UNKNOWN = -1;

  /** Times what a commit takes. */
  private static final double REST = 1.5;

  private static final double REST_BEHIND = 15;

  /** What is behind is shown to go on, and a late event holds up the others no longer. */
  private static final double LONGEST_BEHIND = 1_000;

  /**
   * A rest is by the last commit, but by the mean of about so many if that is less: one that is
   * held up, by the collector or by another process, costs the events behind it no long rest, too.
   */
  private static final int MEAN_OF = 8;

  /** What takes longer was no commit alone: the process stood still, or its clock was set. */
  private static final long LONGEST = 2_000;

  private static final long BEHIND = Duration.ofSeconds(10).toMillis();

  /** Who has had no event for so long has read what there is, however old that was. */
  private static final long QUIET = Duration.ofMillis(50).toMillis();

  /**
   * How often the stages look whether it is time to tell, all of them at the same moments: who
   * looked a little later than the one who asks for a commit would tell only with the next.
   */
  private static final Duration LOOK = Duration.ofMillis(10);

  /** Long before anybody tells anything. */
  private static final long NEVER = Long.MIN_VALUE / 2;

  private long now = UNKNOWN;
  private boolean behind;
  private long eventAt = NEVER;
  private boolean running;
  private boolean asked;
  private long askedAt = NEVER;
  private long begunAt;
  private long endedAt = NEVER;

  private double took;

  /** Of the latest ones. */
  private double mean;

  /** How many these are: at first fewer. */
  private int measured;

  private CommitPace() {}

  /**
   * The one that the stages of the current thread share; it learns anew how long a commit takes.
   */
  static CommitPace ofThread() {
    CommitPace pace = OF_THREAD.get();
    pace.now = UNKNOWN;
    pace.behind = false;
    pace.eventAt = NEVER;
    pace.running = false;
    pace.asked = false;
    pace.askedAt = NEVER;
    pace.endedAt = NEVER;
    pace.took = 0;
    pace.mean = 0;
    pace.measured = 0;
    return pace;
  }

  /**
   * Lets a stage tell what it has gathered, and asks for a commit: the next stage, and dashboards,
   * read what is committed.
   *
   * @param interval from one telling to the next one, at least
   * @param tell says whether there was something to tell
   */
  void schedule(ProcessorContext<?, ?> context, Duration interval, BooleanSupplier tell) {
    Schedule schedule = new Schedule(interval.toMillis(), tell);
    context.schedule(
        Instant.EPOCH,
        LOOK,
        PunctuationType.WALL_CLOCK_TIME,
        time -> look(context, schedule, time));
  }

  private void look(ProcessorContext<?, ?> context, Schedule schedule, long time) {
    // Asked each time, for this is how it hears that a commit has ended.
    if (isDue(context) && schedule.isDue(time) && schedule.tell.getAsBoolean()) {
      if (!asked) {
        askedAt = time;
      }
      schedule.toldAt = askedAt;
      commit(context);
    }
  }

  /** An event of this time is processed. */
  void event(ProcessorContext<?, ?> context, long time) {
    processed(context);
    eventAt = now;
    behind = time < now - BEHIND;
  }

  /** Something is processed: if it has waited, then for the commit. */
  void processed(ProcessorContext<?, ?> context) {
    now = context.currentSystemTimeMs();
    if (running) {
      ended(now - begunAt);
    }
  }

  /** A timer runs; says whether a commit may be asked for. */
  boolean isDue(ProcessorContext<?, ?> context) {
    now = context.currentSystemTimeMs();
    if (running) {
      // Nothing has come since the commit began: a part of the time went by waiting for that.
      ended(now - begunAt - RollupTimes.POLL.toMillis());
    }
    behind &= now - eventAt < QUIET;
    return asked || now - endedAt >= rest();
  }

  /** Asks for one now. */
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

  private double rest() {
    double takes = Math.min(took, mean);
    return behind ? Math.min(takes * REST_BEHIND, LONGEST_BEHIND) : takes * REST;
  }

  private void ended(long after) {
    took = Math.min(Math.max(0, after), LONGEST);
    measured = Math.min(measured + 1, MEAN_OF);
    mean += (took - mean) / measured;
    running = false;
    endedAt = now;
  }

  /** When a stage tells. */
  private final class Schedule {
    private final long interval;
    private final BooleanSupplier tell;

    /** When the commit that it told with was asked for. */
    private long toldAt = NEVER;

    Schedule(long interval, BooleanSupplier tell) {
      this.interval = interval;
      this.tell = tell;
    }

    /**
     * Where a commit is asked for it joins; else its interval must have passed since anybody has
     * asked: one who tells between the tellings of others would have a commit for itself.
     */
    boolean isDue(long time) {
      return asked ? askedAt - toldAt >= interval : time - askedAt >= interval;
    }
  }
}
