package pet.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeProcess;
import pet.dev.mode.RunFolder;
import pet.dev.mode.RunRecord;
import pet.embedded.Ports;

/** One store at a time on one folder and its ports: refused by name before anything starts. */
final class RunningStore {

  /** A leash kills after 20 s. */
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private RunningStore() {}

  /**
   * Takes the folder and looks at the ports.
   *
   * @throws CannotStartException naming who is in the way
   */
  static RunFolder claim(Mode mode, Home home) throws InterruptedException {
    RunFolder folder = new RunFolder(home.root());
    Optional<String> other = folder.hold(mode.name());
    if (other.isPresent()) {
      throw new CannotStartException(
          "a store runs already on %s: %s; stop it first, or give this one a PET_HOME and a PET_PORT_OFFSET of its own"
              .formatted(home.root(), other.get()));
    }
    Optional<RunRecord> left = folder.read();
    if (left.isPresent()) {
      awaitEnd(left.get());
    }
    for (ModeProcess process : mode.processes()) {
      Ports.requireFree(process.name(), process.port());
      Ports.requireFree(process.name() + "'s admin port", process.admin());
    }
    return folder;
  }

  /** Processes of a launcher that was killed are about to end: their leash has told them. */
  private static void awaitEnd(RunRecord left) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_END.toNanos();
    for (RunRecord.Running process : left.processes()) {
      if (process.handle().isPresent()) {
        System.out.printf(
            "waiting for %s (process %d) of an earlier run to end%n",
            process.name(), process.pid());
      }
      while (process.handle().isPresent()) {
        if (System.nanoTime() > deadline) {
          throw new CannotStartException(
              "%s (process %d) of an earlier run does not end"
                  .formatted(process.name(), process.pid()));
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /** A record of a mode that is this very process. */
  static RunRecord inside(Mode mode) {
    ProcessHandle self = ProcessHandle.current();
    return new RunRecord(
        mode.name(), self.pid(), List.of(told(mode.entrance(), Optional.of(self))));
  }

  static RunRecord.Running told(ModeProcess process, Optional<ProcessHandle> handle) {
    return new RunRecord.Running(
        process.name(),
        handle.map(ProcessHandle::pid).orElse(0L),
        handle.map(RunRecord.Running::startOf).orElse(Instant.EPOCH),
        process.url(),
        process.adminUrl());
  }
}
