package pet.analytics.rollup;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What counting tasks hand over to a merging task on the same thread. All tasks of a thread share
 * one transaction, so a merging task need not wait until what was told has been committed and read
 * again, as it must for what the tasks of other threads and processes tell.
 *
 * <p>All of it is told through Kafka as well. So it may be lost at any moment; and whether a task
 * has a merging task beside it changes when something is published and nothing else.
 */
final class HandedOver {

  private static final ThreadLocal<Map<Merger, HandedOver>> OF_THREAD =
      ThreadLocal.withInitial(HashMap::new);

  private final Merger merger;
  private final Map<Told, byte[]> latest = new LinkedHashMap<>();

  private record Merger(String application, String rollup, int partition) {}

  private record Told(String window, int partition) {}

  private HandedOver(Merger merger) {
    this.merger = merger;
  }

  /** From now on a merging task takes what is handed over on this thread. */
  static HandedOver open(ProcessorContext<?, ?> context, String rollup) {
    Merger merger = new Merger(context.applicationId(), rollup, context.taskId().partition());
    HandedOver opened = new HandedOver(merger);
    OF_THREAD.get().put(merger, opened);
    return opened;
  }

  void close() {
    OF_THREAD.get().remove(merger, this);
  }

  /**
   * A counting task hands over, if the merging task is on its thread.
   *
   * @param partition of the merging task
   */
  static void give(
      ProcessorContext<?, ?> context, String rollup, int partition, String window, byte[] counted) {
    HandedOver to = OF_THREAD.get().get(new Merger(context.applicationId(), rollup, partition));
    if (to != null) {
      to.latest.put(new Told(window, context.taskId().partition()), counted);
    }
  }

  /** The merging task takes what there is, as it would read it. */
  void take(BiConsumer<String, byte[]> taker) {
    latest.forEach((told, counted) -> taker.accept(told.window(), counted));
    latest.clear();
  }
}
