package pet.messaging;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;

/** A module as the tests need one: its own schema, and any number of replicas of its relay. */
final class TestModule implements AutoCloseable {

  final String name = "test-" + UUID.randomUUID();
  final String topic;
  final Instant begun = Instant.now();
  final Jdbi jdbi = TestServers.newSchema();
  final MetricRegistry metrics = new MetricRegistry();
  final LiveEvents live = new LiveEvents(TestServers.redis(), metrics);
  final List<Relay> relays = new ArrayList<>();
  final EventBus bus = new OutboxEventBus(() -> relays.forEach(Relay::wake), live);

  TestModule() {
    this(Topics.DESIGN_EVENTS);
  }

  /**
   * @param topic that its watermarks go to
   */
  TestModule(String topic) {
    this.topic = topic;
    jdbi.useHandle(
        handle -> handle.execute("CREATE TABLE design (id text PRIMARY KEY, revision int)"));
    live.start();
  }

  /** One more replica. */
  Relay startRelay() {
    return startRelay(jdbi);
  }

  Relay startRelay(Jdbi connections) {
    Relay relay =
        new Relay(
            name,
            topic,
            connections,
            TestServers.kafka(),
            live,
            relays.isEmpty() ? metrics : new MetricRegistry(),
            Duration.ofMillis(100));
    relays.add(relay);
    relay.start();
    return relay;
  }

  /** The next revision of a design, as a module writes it: change and event in one transaction. */
  void revise(String designId) {
    jdbi.useTransaction(
        handle -> {
          int revision =
              handle
                  .createQuery(
                      """
                      INSERT INTO design (id, revision) VALUES (:id, 1)
                      ON CONFLICT (id) DO UPDATE SET revision = design.revision + 1
                      RETURNING revision
                      """)
                  .bind("id", designId)
                  .mapTo(Integer.class)
                  .one();
          bus.publish(handle, created(designId, revision));
        });
  }

  static DesignCreated created(String designId, int revision) {
    return created(designId, "alice", revision);
  }

  static DesignCreated created(String designId, String userId, int revision) {
    return new DesignCreated(
        designId, userId, revision, HarnessSize.M, "ocean", "gold", Personalization.Font.BLOCK);
  }

  /** What Kafka has of this module. */
  List<Event<DesignCreated>> inKafka() {
    return KafkaReader.read(Topics.DESIGN_EVENTS, "/pet/" + name, DesignCreated.class);
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
    live.close();
  }
}
