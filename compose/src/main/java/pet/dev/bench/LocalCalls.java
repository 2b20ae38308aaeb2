package pet.dev.bench;

import java.util.UUID;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;
import pet.platform.remote.LocalContract;

/** A call of a contract in the same process, beside a plain call of the same object. */
final class LocalCalls {

  private static final int CALLS = 2_000_000;
  private static final int ROUNDS = 11;

  private long kept;

  /** An object whose work is next to nothing, so that what is measured is the call. */
  private static final class Counting implements Designs {
    private long calls;

    @Override
    public DesignRevision revision(DesignId id, int revision) {
      calls += revision;
      return null;
    }
  }

  /** Nanoseconds that a call by contract takes more than a plain one: the median of the rounds. */
  double overheadNanos() {
    Counting object = new Counting();
    Designs contract = LocalContract.of(Designs.class, object);
    DesignId id = new DesignId(new UUID(0, 1));
    Samples differences = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      long plain = time(object, id);
      long called = time(contract, id);
      // The first rounds run while the compiler is still at work.
      if (round >= ROUNDS / 2) {
        differences.add(Math.max(0, called - plain));
      }
    }
    kept += object.calls;
    return differences.at(0.5) * 1e6 / CALLS;
  }

  private static long time(Designs designs, DesignId id) {
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      if (designs.revision(id, 1) != null) {
        throw new IllegalStateException("not what was called");
      }
    }
    return System.nanoTime() - begin;
  }

  /** So that no compiler finds the calls to be without consequence. */
  long calls() {
    return kept;
  }
}
