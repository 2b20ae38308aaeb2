package pet.dev.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the processes of a store take of the machine: steadier than requests a second, which fall
 * with whatever else runs.
 */
final class ProcessorTime {

  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final Map<String, Long> spent = new LinkedHashMap<>();

  /**
   * @param named {@code name=pid} of each process; its children count as it, but for those that are
   *     named themselves
   */
  ProcessorTime(Iterable<String> named) {
    for (String process : named) {
      String[] parts = process.split("=", 2);
      processes.put(
          parts[0],
          ProcessHandle.of(Long.parseLong(parts[1]))
              .orElseThrow(() -> new IllegalArgumentException("no such process: " + process)));
    }
  }

  /** Begins anew. */
  void clear() {
    spent.clear();
  }

  /** Counts what is spent until the end of what is done. */
  <T> T of(Callable<T> work) throws Exception {
    Map<String, Long> before = now();
    T result = work.call();
    now().forEach((name, nanos) -> spent.merge(name, nanos - before.get(name), Long::sum));
    return result;
  }

  /** Prints the microseconds that each process took for one of so many requests. */
  void print(double requests) {
    System.out.println("  processor time of each, in µs: " + each(requests));
  }

  private String each(double times) {
    return spent.entrySet().stream()
        .map(one -> "%s %.0f".formatted(one.getKey(), one.getValue() / 1e3 / times))
        .collect(Collectors.joining(", "));
  }

  private Map<String, Long> now() {
    Map<String, Long> nanos = new LinkedHashMap<>();
    processes.forEach(
        (name, process) ->
            nanos.put(
                name,
                withChildren(process)
                    .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                    .mapToLong(Duration::toNanos)
                    .sum()));
    return nanos;
  }

  /** The servers of a store are children of the process that watches over them. */
  private Stream<ProcessHandle> withChildren(ProcessHandle process) {
    return Stream.concat(
        Stream.of(process),
        process
            .children()
            .filter(child -> !processes.containsValue(child))
            .flatMap(this::withChildren));
  }
}
