package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.builder.DesignCreated;

class RelayIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final TestModule module = new TestModule();

  @AfterEach
  void close() {
    module.close();
  }

  @Test
  void whatIsCommittedIsTold() {
    module.startRelay();
    DesignCreated design = TestModule.created("d-1", 1);

    module.jdbi.useTransaction(handle -> module.bus.publish(handle, design));

    await().atMost(SOON).until(() -> pending() == 0);
    assertThat(module.inKafka())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.data()).isEqualTo(design);
              assertThat(event.type()).isEqualTo("design.created");
              assertThat(event.subject()).isEqualTo("d-1");
            });
  }

  @Test
  void theRecordIsACloudEventInBinaryMode() {
    module.startRelay();
    module.revise("d-binary-" + module.name);
    await().atMost(SOON).until(() -> pending() == 0);

    ConsumerRecord<String, byte[]> record =
        KafkaReader.records(Topics.DESIGN_EVENTS).stream()
            .filter(each -> ("d-binary-" + module.name).equals(each.key()))
            .findFirst()
            .orElseThrow();
    assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(record, "ce_source")).isEqualTo("/pet/" + module.name);
    assertThat(header(record, "ce_type")).isEqualTo("design.created");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(new String(record.value(), StandardCharsets.UTF_8)).startsWith("{\"");
  }

  @Test
  void whatIsRolledBackIsNotTold() {
    module.startRelay();

    assertThatThrownBy(
            () ->
                module.jdbi.useTransaction(
                    handle -> {
                      module.bus.publish(handle, TestModule.created("d-1", 1));
                      throw new IllegalStateException("changed my mind");
                    }))
        .hasMessage("changed my mind");
    module.revise("d-2");

    await().atMost(SOON).until(() -> module.inKafka().size() == 1);
    assertThat(module.inKafka()).extracting(Event::subject).containsExactly("d-2");
  }

  @Test
  void outsideOfATransactionNothingIsPublished() {
    module.jdbi.useHandle(
        handle ->
            assertThatThrownBy(() -> module.bus.publish(handle, TestModule.created("d", 1)))
                .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void severalAtOnceAreToldInTheirOrder() {
    module.startRelay();

    module.jdbi.useTransaction(
        handle ->
            module.bus.publish(
                handle,
                IntStream.range(0, 60)
                    .mapToObj(i -> TestModule.created("d-" + i % 3, i / 3))
                    .toList()));

    await().atMost(SOON).until(() -> module.inKafka().size() == 60);
    for (String design : List.of("d-0", "d-1", "d-2")) {
      List<Event<DesignCreated>> told =
          module.inKafka().stream().filter(event -> event.subject().equals(design)).toList();
      assertThat(told)
          .extracting(event -> event.data().revision())
          .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
      assertThat(told).extracting(Event::time).isSorted();
    }
  }

  /** Each of them would wait for the other, if locks were taken in the order of the events. */
  @Test
  void publishersOfTheSameAggregatesNeverWaitForEachOther() {
    List<DesignCreated> events =
        IntStream.range(0, 200).mapToObj(i -> TestModule.created("d-" + i, 1)).toList();
    List<DesignCreated> reversed = new ArrayList<>(events);
    Collections.reverse(reversed);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Void>> publishers = new ArrayList<>();
      for (List<DesignCreated> some : List.of(events, reversed)) {
        publishers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    module.jdbi.useTransaction(handle -> module.bus.publish(handle, some));
                  }
                },
                two));
      }
      assertThat(publishers)
          .allSatisfy(publisher -> assertThat(publisher).succeedsWithin(Duration.ofSeconds(60)));
    } finally {
      two.shutdownNow();
    }
  }

  @Test
  void publishersForTheSameAggregateTakeTurns() {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Void> second =
          module.jdbi.inTransaction(
              handle -> {
                module.bus.publish(handle, TestModule.created("d-1", 1));
                CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(
                        () ->
                            module.jdbi.useTransaction(
                                inner -> module.bus.publish(inner, TestModule.created("d-1", 2))),
                        other);
                await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> !waiting.isDone());
                return waiting;
              });
      second.join();
    } finally {
      other.shutdown();
    }
    module.startRelay();
    await().atMost(SOON).until(() -> pending() == 0);
    assertInOrder(Map.of("d-1", 2));
  }

  @Test
  void whatACrashedReplicaLeftIsFound() {
    Relay relay = module.startRelay();
    await().atMost(SOON).until(relay::kafkaReachable);

    EventBus crashed = new OutboxEventBus(() -> {}, module.live);
    module.jdbi.useTransaction(handle -> crashed.publish(handle, TestModule.created("d-1", 1)));

    await().atMost(SOON).until(() -> module.inKafka().size() == 1);
  }

  @Test
  void twoRelaysAndManyWritersKeepTheOrder() {
    module.startRelay();
    module.startRelay();
    int writers = 4;
    int designs = 10;
    int each = 60;

    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CompletableFuture.allOf(
            IntStream.range(0, writers)
                .mapToObj(
                    writer ->
                        CompletableFuture.runAsync(
                            () -> {
                              for (int i = 0; i < each; i++) {
                                module.revise("d-" + ThreadLocalRandom.current().nextInt(designs));
                              }
                            },
                            threads))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    threads.shutdown();

    await().atMost(SOON).until(() -> pending() == 0);
    Map<String, Integer> written =
        module.jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT id, revision FROM design")
                    .collectRows(
                        Collectors.toMap(
                            row -> row.getColumn("id", String.class),
                            row -> row.getColumn("revision", Integer.class))));
    assertThat(written.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(writers * each);
    assertInOrder(written);
  }

  @Test
  void aLongBacklogGoesOutInOrder() {
    module.jdbi.useTransaction(
        handle -> {
          for (int i = 0; i < 1_300; i++) {
            module.bus.publish(handle, TestModule.created("d-" + i % 7, i / 7 + 1));
          }
        });
    assertThat(pending()).isEqualTo(1_300);

    module.startRelay();

    await().atMost(SOON).until(() -> pending() == 0);
    assertInOrder(
        IntStream.range(0, 7)
            .boxed()
            .collect(Collectors.toMap(i -> "d-" + i, i -> i < 1_300 % 7 ? 186 : 185)));
  }

  @Test
  void aPoisonedEventParksItsAggregateAlone() {
    Relay relay = module.startRelay();
    String twoMegabytes = "x".repeat(2 << 20);
    module.jdbi.useTransaction(
        handle -> {
          module.bus.publish(handle, TestModule.created("d-good", 1));
          module.bus.publish(handle, TestModule.created("d-poisoned", 1));
          module.bus.publish(handle, TestModule.created("d-poisoned", twoMegabytes, 2));
          module.bus.publish(handle, TestModule.created("d-poisoned", 3));
          module.bus.publish(handle, TestModule.created("d-good", 2));
        });

    await().atMost(SOON).until(() -> relay.pending().parked() == 2);
    module.jdbi.useTransaction(
        handle -> {
          module.bus.publish(handle, TestModule.created("d-poisoned", 4));
          module.bus.publish(handle, TestModule.created("d-good", 3));
        });

    await().atMost(SOON).until(() -> relay.pending().equals(parked(3)));
    assertInOrder(Map.of("d-good", 3, "d-poisoned", 1));
    assertThat(relay.kafkaReachable()).isTrue();

    module.jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE outbox SET data = jsonb_set(data, '{userId}', '\"bob\"')"
                    + " WHERE length(data ->> 'userId') > 1000"));
    assertThat(relay.release("d-poisoned")).isEqualTo(3);

    await().atMost(SOON).until(() -> relay.pending().equals(parked(0)));
    assertInOrder(Map.of("d-good", 3, "d-poisoned", 4));
  }

  @Test
  void whatNothingWillMendIsGivenUpAndTheRestGoesOn() {
    Relay relay = module.startRelay();
    String twoMegabytes = "x".repeat(2 << 20);
    module.jdbi.useTransaction(
        handle -> {
          module.bus.publish(handle, TestModule.created("d-broken", twoMegabytes, 0));
          module.bus.publish(handle, TestModule.created("d-broken", 1));
          module.bus.publish(handle, TestModule.created("d-broken", 2));
        });
    await().atMost(SOON).until(() -> relay.pending().parked() == 3);

    Relay.Discarded given =
        relay.discard("d-broken", "sam", "larger than Kafka takes").orElseThrow();

    await().atMost(SOON).until(() -> relay.pending().equals(parked(0)));
    assertInOrder(Map.of("d-broken", 2));
    assertThat(given.by()).isEqualTo("sam");
    assertThat(given.reason()).isEqualTo("larger than Kafka takes");
    assertThat(relay.discarded(5)).containsExactly(given);
    assertThat(relay.discard("d-broken", "sam", "again")).as("nothing is parked").isEmpty();
    assertThat(relay.discarded(5)).hasSize(1);
  }

  private static Relay.Pending parked(long count) {
    return new Relay.Pending(0, count, Duration.ZERO);
  }

  private long pending() {
    return module.jdbi.withHandle(Outbox::pending).count();
  }

  /** Each design's revisions are there from 1 to its last: in order, none missing, none twice. */
  private void assertInOrder(Map<String, Integer> lastRevisions) {
    Map<String, List<Integer>> told =
        module.inKafka().stream()
            .collect(
                Collectors.groupingBy(
                    Event::subject,
                    Collectors.mapping(event -> event.data().revision(), Collectors.toList())));
    assertThat(told.keySet()).isEqualTo(lastRevisions.keySet());
    told.forEach(
        (design, revisions) ->
            assertThat(revisions)
                .as(design)
                .isEqualTo(
                    IntStream.rangeClosed(1, lastRevisions.get(design))
                        .boxed()
                        .collect(Collectors.toList())));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
