import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Keeps the latest value of every window of the orders rollup, and prints the days as they change. */
public final class ReadRollups {

  public static void main(String[] args) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            Optional.ofNullable(System.getenv("PET_KAFKA")).orElse("localhost:9092"),
            "isolation.level",
            "read_committed");
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> latest = new HashMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      // Of no group: a dashboard wants all partitions, and all of them from their beginnings.
      List<TopicPartition> partitions =
          consumer.partitionsFor("pet.analytics.orders").stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        for (ConsumerRecord<String, String> window : consumer.poll(Duration.ofSeconds(1))) {
          if (window.value() == null) {
            latest.remove(window.key());
          } else {
            latest.put(window.key(), json.readTree(window.value()));
          }
          if (window.key().startsWith("day|")) {
            System.out.println(window.key() + " " + latest.get(window.key()));
          }
        }
      }
    }
  }
}
