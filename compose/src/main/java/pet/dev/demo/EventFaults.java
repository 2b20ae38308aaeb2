package pet.dev.demo;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import pet.dev.CommittedTopics;
import pet.domain.DomainEvent;
import pet.domain.builder.DesignCreated;
import pet.domain.order.OrderCreated;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.EventCodec;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * What a bad day does to the event topics: events sent again, events that come a day late, and in
 * each topic two that nobody can process. A broker that is away is waited for.
 */
final class EventFaults implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ONE_IN = 10;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long LATE_EVENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final byte[] NOT_JSON = "{\"neither".getBytes(StandardCharsets.UTF_8);

  /** Of each event topic that is counted, a type that all its topologies read. */
  private static final Map<String, String> TYPES =
      Map.of(
          Topics.DESIGN_EVENTS, "design.created",
          Topics.ORDER_EVENTS, "order.created",
          Topics.WEBHOOK_EVENTS, "webhook.received");

  /** The topologies that read an event topic, so that each puts aside what it cannot process. */
  private static final Map<String, Set<String>> READERS =
      Map.of(
          Topics.DESIGN_EVENTS, Set.of("designs", "funnel", "options"),
          Topics.ORDER_EVENTS, Set.of("orders", "fulfilment", "funnel", "options"),
          Topics.WEBHOOK_EVENTS, Set.of("webhooks"));

  private final KafkaSettings kafka;
  private final Random random;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  // Of each type, the event seen last.
  private final Map<String, ConsumerRecord<String, byte[]>> seen = new HashMap<>();
  // As they must lie in the .dlq: topology and key.
  private final List<String> poison = new ArrayList<>();
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private LateEvent lateEvent;
  private long nextLateEvent = System.nanoTime();
  private int duplicates;
  private int late;

  EventFaults(KafkaSettings kafka, Random random) {
    this.kafka = kafka;
    this.random = random;
    Map<String, Object> config = kafka.producerProperties();
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    consumer = CommittedTopics.consumer(kafka);
  }

  /**
   * Reads what has come and spoils some of it.
   *
   * @throws ExecutionException if Kafka did not take what was sent, within minutes
   */
  void more() throws InterruptedException, ExecutionException {
    if (!isAssigned()) {
      return;
    }
    for (ConsumerRecord<String, byte[]> event : consumer.poll(POLL)) {
      String type = EventCodec.typeOf(event.headers()).orElse(null);
      if (type == null || isOurs(event)) {
        continue;
      }
      seen.put(type, event);
      if (random.nextInt(ONE_IN) == 0) {
        send(
            new ProducerRecord<>(
                event.topic(),
                event.partition(),
                event.timestamp(),
                event.key(),
                event.value(),
                event.headers()));
        duplicates++;
      }
    }
    if (System.nanoTime() > nextLateEvent) {
      sendLateEvent();
    }
    if (poison.isEmpty() && !seen.isEmpty()) {
      READERS.keySet().forEach(this::poison);
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    sent.clear();
  }

  /** In the store's first moments its topics are still being made. */
  private boolean isAssigned() throws InterruptedException {
    if (consumer.assignment().isEmpty()) {
      for (String topic : READERS.keySet()) {
        if (consumer.partitionsFor(topic).isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
          return false;
        }
      }
      CommittedTopics.assignAll(consumer, List.copyOf(READERS.keySet()));
    }
    return true;
  }

  private void send(ProducerRecord<String, byte[]> record) {
    sent.add(producer.send(record));
  }

  private static boolean isOurs(ConsumerRecord<String, byte[]> event) {
    Header source = event.headers().lastHeader("ce_source");
    return source != null && text(source).startsWith(LateEvents.SOURCE);
  }

  /** Something like an event that was seen, a day ago. */
  private record LateEvent(
      ConsumerRecord<String, byte[]> like, String type, String id, Instant at) {

    /** Puts it into its module's tables. */
    List<ProducerRecord<String, byte[]>> events() throws SQLException {
      return switch (type) {
        case "design.created" -> LateEvents.like(read(DesignCreated.class), id, at);
        case "order.created" -> LateEvents.like(read(OrderCreated.class), id, at);
        default -> LateEvents.like(read(WebhookReceived.class), id, at);
      };
    }

    private <E extends DomainEvent> E read(Class<E> as) {
      return EventCodec.fromKafka(like.headers(), like.value(), as).data();
    }
  }

  /** One more; where its database is away, the same one the next time. */
  private void sendLateEvent() {
    String type = TYPES.values().stream().sorted().toList().get(random.nextInt(TYPES.size()));
    if (lateEvent == null && seen.containsKey(type)) {
      Instant aDayAgo = Instant.now().minus(DAY).truncatedTo(ChronoUnit.MILLIS);
      lateEvent = new LateEvent(seen.get(type), type, UUID.randomUUID().toString(), aDayAgo);
    }
    if (lateEvent == null) {
      return;
    }
    try {
      List<ProducerRecord<String, byte[]>> events = lateEvent.events();
      events.forEach(this::send);
      late += events.isEmpty() ? 0 : 1;
      lateEvent = null;
      nextLateEvent = System.nanoTime() + LATE_EVENT_NANOS;
    } catch (SQLException e) {
      // Its database is away: the same one again, in the next round.
    }
  }

  /** One that is no event, and one whose data is none. */
  private void poison(String topic) {
    String bare = "poison-" + UUID.randomUUID();
    send(new ProducerRecord<>(topic, bare, NOT_JSON));
    String broken = "poison-" + UUID.randomUUID();
    ProducerRecord<String, byte[]> event = new ProducerRecord<>(topic, broken, NOT_JSON);
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            broken,
            "ce_source",
            LateEvents.SOURCE + "/poison",
            "ce_type",
            TYPES.get(topic),
            "ce_time",
            Instant.now().toString())
        .forEach((name, value) -> event.headers().add(name, bytes(value)));
    send(event);
    for (String topology : READERS.get(topic)) {
      poison.add(topology + " " + bare);
      poison.add(topology + " " + broken);
    }
  }

  /** Whether each poison lies in the {@code .dlq} of its topic, once for each topology. */
  boolean poisonFound(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<String> expected = poison.stream().sorted().toList();
    List<String> found = deadLetters();
    while (!found.equals(expected) && System.nanoTime() < deadline) {
      found = deadLetters();
    }
    if (!found.equals(expected)) {
      System.out.println("poison expected: " + expected + "\nfound: " + found);
    }
    return found.equals(expected);
  }

  private List<String> deadLetters() {
    List<String> found = new ArrayList<>();
    CommittedTopics.read(
        kafka,
        READERS.keySet().stream().map(Topics::deadLetters).toList(),
        letter ->
            found.add(text(letter.headers().lastHeader("pet_dlq_topology")) + " " + letter.key()));
    found.sort(null);
    return found;
  }

  /** Whether there was enough of it for the end to mean something. */
  boolean wasDone() {
    return duplicates > 0 && late > 0 && !poison.isEmpty();
  }

  String summary() {
    return duplicates
        + " events sent twice, "
        + late
        + " a day late, "
        + poison.size()
        + " dead letters of poison";
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
