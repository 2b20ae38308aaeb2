package pet.dev.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Tells once a second how it goes. */
final class Progress implements AutoCloseable {

  private final Ledger ledger;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> telling;
  private int seconds;
  private int actionsBefore;

  Progress(Ledger ledger) {
    this.ledger = ledger;
    telling = clock.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
  }

  private void tell() {
    Totals sent = ledger.totals();
    int actions = ledger.actions();
    System.out.printf(
        "%4d s  %4d/s  designs %5d  shares %4d  orders %5d  shipped %5d  errors %d%n",
        ++seconds,
        actions - actionsBefore,
        sent.designs(),
        sent.shares(),
        sent.orders(),
        sent.shipped(),
        ledger.errors());
    actionsBefore = actions;
  }

  /** Ends the count and tells what comes next. */
  void say(String what) {
    telling.cancel(false);
    System.out.println(what);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
