package pet.analytics.rollup;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** A watermark goes to every task of the next stage, everything else to its key's. */
final class ToWhomItConcerns implements StreamPartitioner<byte[], byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
    return Optional.of(
        Watermarks.isKey(key)
            ? IntStream.range(0, partitions).boxed().collect(Collectors.toSet())
            : Set.of(partition(key, partitions)));
  }

  /** As Kafka's own clients do: what lies there already stays where it is. */
  static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
