package pet.analytics.rollup;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Partial counts that counting tasks hand to a merging task on the same thread. All tasks of a
 * thread share one transaction, so the merging task need not wait until the partials have been
 * committed to Kafka and read again, as it must for those of other threads and processes.
 *
 * <p>Every partial goes through Kafka as well. So what is handed over here may be lost at any
 * moment: it makes a result appear earlier, and never changes it.
 */
final class LocalHandover {

  private static final ThreadLocal<Map<Merger, LocalHandover>> OF_THREAD =
      ThreadLocal.withInitial(HashMap::new);

  private final Merger merger;
  private final Map<Source, byte[]> latest = new LinkedHashMap<>();

  private record Merger(String application, String rollup, int partition) {}

  private record Source(String window, int partition) {}

  private LocalHandover(Merger merger) {
    this.merger = merger;
  }

  /** Registers a merging task on this thread: from now on partials are handed to it. */
  static LocalHandover open(ProcessorContext<?, ?> context, String rollup) {
    Merger merger = new Merger(context.applicationId(), rollup, context.taskId().partition());
    LocalHandover opened = new LocalHandover(merger);
    OF_THREAD.get().put(merger, opened);
    return opened;
  }

  void close() {
    OF_THREAD.get().remove(merger, this);
  }

  /**
   * Hands a partial over, if the merging task is on this thread; otherwise does nothing.
   *
   * @param partition of the merging task
   */
  static void give(
      ProcessorContext<?, ?> context, String rollup, int partition, String window, byte[] counted) {
    LocalHandover to = OF_THREAD.get().get(new Merger(context.applicationId(), rollup, partition));
    if (to != null) {
      to.latest.put(new Source(window, context.taskId().partition()), counted);
    }
  }

  /** Takes all that was handed over: the latest partial of each window and counting task. */
  void take(BiConsumer<String, byte[]> taker) {
    latest.forEach((source, counted) -> taker.accept(source.window(), counted));
    latest.clear();
  }
}
