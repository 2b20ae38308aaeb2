package pet.messaging;

public record KafkaSettings(String bootstrapServers) {
  public static final KafkaSettings DEFAULT = new KafkaSettings("localhost:9092");
}
