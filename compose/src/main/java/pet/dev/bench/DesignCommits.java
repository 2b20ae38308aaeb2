package pet.dev.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import pet.dev.ModuleDatabase;
import pet.domain.builder.DesignCreated;
import pet.messaging.OutboxEventBus;

/**
 * Commits the events of new designs to the builder's outbox at an even pace, some in a transaction,
 * as the builder does where many come at once.
 */
final class DesignCommits {

  private static final int PER_COMMIT = 10;
  private static final int WRITERS = 4;

  private final Jdbi jdbi;
  private final OutboxEventBus outbox;

  DesignCommits(Jdbi jdbi, OutboxEventBus outbox) {
    this.jdbi = jdbi;
    this.outbox = outbox;
  }

  /** Of the builder's schema. */
  static Jdbi jdbi() {
    return Jdbi.create(new ConnectionOfThread());
  }

  /** Commits so many, and says when each was committed, in order. */
  long[] at(int perSecond, int number) throws InterruptedException, ExecutionException {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    long begin = System.nanoTime();
    try {
      List<Future<Long>> commits = new ArrayList<>();
      for (int commit = 0; commit < number / PER_COMMIT; commit++) {
        long due = begin + commit * 1_000_000_000L * PER_COMMIT / perSecond;
        commits.add(
            writers.submit(
                () -> {
                  TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                  List<DesignCreated> designs =
                      Stream.generate(EventMix::design).limit(PER_COMMIT).toList();
                  jdbi.useTransaction(transaction -> outbox.publish(transaction, designs));
                  return System.nanoTime();
                }));
      }
      long[] committedAt = new long[commits.size() * PER_COMMIT];
      for (int commit = 0; commit < commits.size(); commit++) {
        long at = commits.get(commit).get();
        Arrays.fill(committedAt, commit * PER_COMMIT, (commit + 1) * PER_COMMIT, at);
      }
      Arrays.sort(committedAt);
      return committedAt;
    } finally {
      writers.shutdownNow();
    }
  }

  /**
   * To the schema, and with it the outbox, that a relay of the builder reads. Each thread keeps its
   * connection, as in a pool.
   */
  private static final class ConnectionOfThread implements ConnectionFactory {

    private static final ThreadLocal<Connection> OF_THREAD = new ThreadLocal<>();

    @Override
    public Connection openConnection() throws SQLException {
      Connection connection = OF_THREAD.get();
      if (connection == null) {
        connection = ModuleDatabase.connect("builder");
        connection.setSchema("builder");
        OF_THREAD.set(connection);
      }
      return connection;
    }

    @Override
    public void closeConnection(Connection connection) {
      // It is used again, and ends with the process.
    }
  }
}
