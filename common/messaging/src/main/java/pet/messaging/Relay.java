package pet.messaging;

public final class Relay {
  public record Pending(long count, long parked, java.time.Duration oldest) {}

  public Relay(String module, Object jdbi, KafkaSettings k, LiveEvents live, Object metrics) {}

  public void start() {}

  public void close() {}

  public Pending pending() {
    return new Pending(0, 0, java.time.Duration.ZERO);
  }
}
