package pet.dev.mode;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a launcher runs, for others on this machine to find.
 *
 * @param launcher its process id
 */
public record RunRecord(String mode, long launcher, List<Running> processes) {

  public RunRecord {
    processes = List.copyOf(processes);
  }

  /**
   * A process of it.
   *
   * @param pid 0 while it is away
   * @param started when, as the system tells: a pid is used again sooner or later
   */
  public record Running(String name, long pid, Instant started, URI url, URI admin) {

    /** The process, if it is there and no other has got its pid. */
    public Optional<ProcessHandle> handle() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          // Two readings may differ by rounding.
          .filter(process -> Duration.between(startOf(process), started).abs().toSeconds() < 2);
    }

    /** When a process started; the epoch where the system does not tell. */
    public static Instant startOf(ProcessHandle process) {
      return process.info().startInstant().orElse(Instant.EPOCH);
    }
  }
}
