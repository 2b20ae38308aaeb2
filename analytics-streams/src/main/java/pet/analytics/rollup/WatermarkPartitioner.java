package pet.analytics.rollup;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a watermark to every partition, and any other record to the partition of its key. */
final class WatermarkPartitioner implements StreamPartitioner<byte[], byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
    return Optional.of(
        Watermarks.isKey(key)
            ? IntStream.range(0, partitions).boxed().collect(Collectors.toSet())
            : Set.of(partition(key, partitions)));
  }

  /** The same partition as Kafka's own clients choose, so that a key never moves. */
  static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
