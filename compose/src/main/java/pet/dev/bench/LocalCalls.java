package pet.dev.bench;

import java.util.List;
import java.util.Set;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.Privacy;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;
import pet.platform.remote.LocalContract;

/** A call of a contract in the same process, beside a plain call of the same object. */
final class LocalCalls {

  private static final int CALLS = 2_000_000;
  private static final int ROUNDS = 11;
  private static final Set<String> SOMEBODY = Set.of("bench");

  private long kept;

  /** An object whose work is next to nothing, so that what is measured is the call. */
  private static final class Counting implements Users {
    private static final List<Choice> ANSWER = List.of(new Choice("bench", Privacy.DEFAULT));

    private long calls;

    @Override
    public List<Choice> privacy(Set<String> userIds) {
      calls++;
      return ANSWER;
    }

    @Override
    public LoginResult login(Login login) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void loginDeleted(LoginDeletion deletion) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ErasureBegun customerRedacted(CustomerRedaction redaction) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ErasureBegun shopRedacted(ShopRedaction redaction) {
      throw new UnsupportedOperationException();
    }
  }

  /** Nanoseconds that a call by contract takes more than a plain one: the median of the rounds. */
  double overheadNanos() {
    Counting object = new Counting();
    Users contract = LocalContract.of(Users.class, object);
    Samples differences = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      long plain = time(object);
      long called = time(contract);
      // The first rounds run while the compiler is still at work.
      if (round >= ROUNDS / 2) {
        differences.add(Math.max(0, called - plain));
      }
    }
    kept += object.calls;
    return differences.at(0.5) * 1e6 / CALLS;
  }

  private static long time(Users users) {
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      if (users.privacy(SOMEBODY).isEmpty()) {
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
