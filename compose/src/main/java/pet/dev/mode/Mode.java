package pet.dev.mode;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A way to run the store on one machine.
 *
 * @param name the file's, without its ending
 * @param infrastructure where PostgreSQL, Redis and Kafka are
 * @param processes at least one; clients use the first
 */
public record Mode(String name, Infrastructure infrastructure, List<ModeProcess> processes) {

  /** Where PostgreSQL, Redis and Kafka run. */
  public enum Infrastructure {
    /** In the one process. */
    INSIDE,
    /** Beside the processes: the launcher starts them. */
    BESIDE
  }

  public Mode {
    processes = List.copyOf(processes);
  }

  /** The process whose address clients know: it answers every path. */
  public ModeProcess entrance() {
    return processes.get(0);
  }

  /** The same mode on other ports, so that two stores fit on one machine. */
  public Mode moved(IntUnaryOperator ports) {
    return new Mode(
        name, infrastructure, processes.stream().map(process -> process.moved(ports)).toList());
  }
}
