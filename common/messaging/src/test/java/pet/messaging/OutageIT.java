package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.builder.DesignCreated;

class OutageIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  private final TestModule module = new TestModule();

  @AfterEach
  void close() {
    TestServers.postgresServer().start();
    TestServers.kafkaServer().start();
    TestServers.redisServer().start();
    module.close();
  }

  @Test
  void eventsWaitForKafkaAndArriveInOrder() {
    Relay relay = module.startRelay();
    module.revise("d-0");
    await().atMost(SOON).until(() -> relay.pending().count() == 0);

    TestServers.kafkaServer().stop();
    for (int i = 0; i < 15; i++) {
      module.revise("d-" + i % 3);
    }
    await().atMost(SOON).until(() -> !relay.kafkaReachable());
    assertThat(relay.pending().count()).isEqualTo(15);
    assertThat(relay.lastError()).isPresent();
    await().atMost(SOON).untilAsserted(this::assertNothingIsLocked);

    TestServers.kafkaServer().start();
    await().atMost(SOON).until(() -> relay.pending().count() == 0);

    assertThat(relay.kafkaReachable()).isTrue();
    assertThat(relay.lastError()).isEmpty();
    assertThat(revisions("d-0")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(revisions("d-1")).containsExactly(1, 2, 3, 4, 5);
    assertThat(revisions("d-2")).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void aRelayStartsWithoutKafka() {
    TestServers.kafka();
    TestServers.kafkaServer().stop();
    Relay relay = module.startRelay();
    module.revise("d-1");
    await().atMost(SOON).until(() -> relay.lastError().isPresent());

    TestServers.kafkaServer().start();

    await().atMost(SOON).until(() -> relay.pending().count() == 0);
    assertThat(revisions("d-1")).containsExactly(1);
  }

  @Test
  void writersGoOnWhileKafkaIsAway() {
    Relay relay = module.startRelay();
    module.startRelay();
    AtomicBoolean enough = new AtomicBoolean();
    List<CompletableFuture<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < 2; writer++) {
      String design = "d-" + writer;
      writers.add(CompletableFuture.supplyAsync(() -> reviseUntil(design, enough)));
    }

    await().atMost(SOON).until(() -> relay.kafkaReachable() && module.inKafka().size() > 20);
    TestServers.kafkaServer().stop();
    await().atMost(SOON).until(() -> !relay.kafkaReachable());
    TestServers.kafkaServer().start();
    await().atMost(SOON).until(relay::kafkaReachable);
    enough.set(true);

    for (int writer = 0; writer < 2; writer++) {
      int last = writers.get(writer).join();
      await().atMost(SOON).until(() -> relay.pending().count() == 0);
      // What Kafka had taken and not yet acknowledged as it went away may come twice; consumers
      // know
      // it by its id. It comes in its place, though.
      List<Integer> revisions = revisions("d-" + writer);
      assertThat(revisions).isSorted();
      assertThat(revisions.stream().distinct()).hasSize(last);
    }
  }

  @Test
  void redisAwayStopsNothingAndAnnouncementsResume() {
    Relay relay = module.startRelay();
    List<Event<DesignCreated>> heard = new CopyOnWriteArrayList<>();
    module.bus.subscribe(DesignCreated.class, heard::add);
    await().atMost(SOON).until(module.live::connected);

    TestServers.redisServer().stop();
    module.revise("d-1");
    await().atMost(Duration.ofSeconds(5)).until(() -> relay.pending().count() == 0);
    await().atMost(SOON).until(() -> !module.live.connected());
    await().atMost(SOON).until(() -> module.metrics.meter("live.dropped").getCount() > 0);

    TestServers.redisServer().start();
    await().atMost(SOON).until(module.live::connected);
    module.revise("d-1");

    await().atMost(SOON).until(() -> !heard.isEmpty());
    assertThat(heard).extracting(event -> event.data().revision()).containsExactly(2);
    assertThat(revisions("d-1")).containsExactly(1, 2);
  }

  @Test
  void theRelaySurvivesItsDatabase() {
    Relay relay = module.startRelay();
    module.revise("d-1");
    await().atMost(SOON).until(() -> relay.pending().count() == 0);

    TestServers.postgresServer().stop();
    await().atMost(SOON).until(() -> relay.lastError().isPresent());
    TestServers.postgresServer().start();
    module.revise("d-1");

    await().atMost(SOON).until(() -> relay.pending().count() == 0);
    assertThat(revisions("d-1")).containsExactly(1, 2);
    await().atMost(SOON).until(() -> relay.lastError().isEmpty());
  }

  @Test
  void whatKafkaHasIsNotSentAgainWhenTheCommitFails() {
    module.jdbi.useHandle(
        handle -> {
          handle.execute("CREATE TABLE commits_fail ()");
          handle.execute(
              """
              CREATE FUNCTION fail_commit() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN
                IF to_regclass('commits_fail') IS NOT NULL THEN
                  RAISE 'no commit today';
                END IF;
                RETURN NULL;
              END $$
              """);
          handle.execute(
              """
              CREATE CONSTRAINT TRIGGER fail_commit AFTER DELETE ON outbox
              DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_commit()
              """);
        });
    Relay relay = module.startRelay();
    module.revise("d-1");
    module.revise("d-1");
    await().atMost(SOON).until(() -> relay.lastError().isPresent());
    module.revise("d-1");

    module.jdbi.useHandle(handle -> handle.execute("DROP TABLE commits_fail"));

    await().atMost(SOON).until(() -> relay.pending().count() == 0);
    assertThat(revisions("d-1")).containsExactly(1, 2, 3);
  }

  private int reviseUntil(String design, AtomicBoolean enough) {
    int revisions = 0;
    while (!enough.get()) {
      module.revise(design);
      revisions++;
    }
    return revisions;
  }

  private void assertNothingIsLocked() {
    module.jdbi.useTransaction(
        handle ->
            assertThat(
                    handle
                        .createQuery("SELECT bucket FROM outbox_bucket FOR UPDATE SKIP LOCKED")
                        .mapTo(Integer.class)
                        .list())
                .hasSize(Outbox.BUCKETS));
  }

  private List<Integer> revisions(String design) {
    return module.inKafka().stream()
        .filter(event -> event.subject().equals(design))
        .map(event -> event.data().revision())
        .toList();
  }
}
