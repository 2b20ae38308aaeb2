package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.user.UserUpdated;

/** What a watermark says is so. This class alone writes to the users' topic. */
class WatermarkIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOPIC = Topics.USER_EVENTS;

  private final TestModule module = new TestModule(TOPIC);

  @AfterEach
  void close() {
    module.close();
  }

  @Test
  void itMovesOnInEveryPartitionAlsoWhenNothingHappens() {
    module.startRelay();
    Instant later = databaseTime().plusSeconds(2);

    await().atMost(SOON).until(() -> watermarks().size() == 4 && slowest().isAfter(later));
  }

  @Test
  void itWaitsForATransactionThatIsStillOpen() throws Exception {
    module.startRelay();
    await().atMost(SOON).until(() -> watermarks().size() == 4);
    Instant told;
    try (Handle open = module.jdbi.open()) {
      open.begin();
      told = databaseTime();
      module.bus.publish(open, new UserUpdated("ann"));
      // Others publish and are relayed meanwhile.
      publish("bob");
      await().atMost(SOON).until(() -> eventsOf("bob") == 1);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> !fastest().isAfter(told.plusMillis(500)));
      open.commit();
    }
    await().atMost(SOON).until(() -> slowest().isAfter(told.plusSeconds(2)));
    assertThat(eventsOf("ann")).isEqualTo(1);
    assertNothingIsLate();
  }

  @Test
  void itWaitsForWhatSitsInTheOutbox() {
    module.startRelay();
    publish("dan");
    await().atMost(SOON).until(() -> eventsOf("dan") == 1);
    // As if it could not be sent: an operator has to see to it.
    Instant stuck =
        module.jdbi.inTransaction(
            handle -> {
              module.bus.publish(handle, new UserUpdated("eve"));
              handle.execute("UPDATE outbox SET parked_at = now(), park_reason = 'test'");
              return OutboxWatermark.oldest(handle).orElseThrow();
            });
    publish("fay");
    await().atMost(SOON).until(() -> eventsOf("fay") == 1);
    await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !fastest().isAfter(stuck));

    module.relays.get(0).release("eve");

    await().atMost(SOON).until(() -> slowest().isAfter(stuck.plusSeconds(2)));
    assertNothingIsLate();
  }

  @Test
  void ofTwoRelaysAndManyWritersNothingComesBehindIt() {
    module.startRelay();
    module.startRelay();
    long writers = 4;
    int each = 60;
    ExecutorService threads = Executors.newFixedThreadPool((int) writers);
    CompletableFuture.allOf(
            LongStream.range(0, writers)
                .mapToObj(
                    writer ->
                        CompletableFuture.runAsync(
                            () -> IntStream.range(0, each).forEach(i -> publishSlowly()), threads))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    threads.shutdown();
    Instant end = databaseTime();
    await().atMost(SOON).until(() -> slowest().isAfter(end));
    assertThat(records().stream().filter(event -> event.value() != null).count())
        .isGreaterThanOrEqualTo(writers * each);
    assertNothingIsLate();
  }

  private void publish(String user) {
    module.jdbi.useTransaction(handle -> module.bus.publish(handle, new UserUpdated(user)));
  }

  /** In a transaction that stays open for a while before and behind its event. */
  private void publishSlowly() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    module.jdbi.useTransaction(
        handle -> {
          pause(handle, random.nextInt(20));
          module.bus.publish(handle, new UserUpdated("user-" + random.nextInt(50)));
          pause(handle, random.nextInt(60));
        });
  }

  private static void pause(Handle handle, int millis) {
    handle.createQuery("SELECT pg_sleep(:s)").bind("s", millis / 1000.0).mapToMap().one();
  }

  private Instant databaseTime() {
    return module.jdbi.withHandle(
        handle -> handle.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one());
  }

  private static List<ConsumerRecord<String, byte[]>> records() {
    return KafkaReader.records(TOPIC);
  }

  private static long eventsOf(String user) {
    return records().stream().filter(record -> user.equals(record.key())).count();
  }

  /** The last watermark of each partition that this module told. */
  private Map<Integer, Instant> watermarks() {
    Map<Integer, Instant> last = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records()) {
      Optional<Instant> watermark = EventCodec.watermarkOf(record.headers());
      if (watermark.isPresent() && watermark.get().isAfter(module.begun)) {
        last.put(record.partition(), watermark.get());
      }
    }
    return last;
  }

  private Instant slowest() {
    return watermarks().values().stream().min(Instant::compareTo).orElse(Instant.EPOCH);
  }

  private Instant fastest() {
    return watermarks().values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  /** In no partition does an event stand behind a watermark that is later than its time. */
  private static void assertNothingIsLate() {
    Map<Integer, Instant> told = new HashMap<>();
    List<String> late = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records()) {
      Optional<Instant> watermark = EventCodec.watermarkOf(record.headers());
      if (watermark.isPresent()) {
        told.merge(record.partition(), watermark.get(), (a, b) -> a.isAfter(b) ? a : b);
      } else {
        Instant time =
            EventCodec.fromKafka(record.headers(), record.value(), UserUpdated.class).time();
        if (time.isBefore(told.getOrDefault(record.partition(), Instant.EPOCH))) {
          late.add(record.key() + " at " + time + " behind " + told.get(record.partition()));
        }
      }
    }
    assertThat(late).isEmpty();
  }
}
