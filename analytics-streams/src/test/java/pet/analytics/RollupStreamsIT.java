package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.analytics.rollup.Events;
import pet.messaging.Json;
import pet.testing.Answer;
import pet.testing.EventStream;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Changes of rollups as they happen, from the replica that counts and from one that does not. */
@ExtendWith(ServersExtension.class)
class RollupStreamsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STREAM = "/api/analytics/stream";
  private static final String DAY = "2026-11-16T00:00:00Z";
  private static final int MOST = 3;

  private static final List<PetProcess> REPLICAS = new ArrayList<>();
  private static TestTopics topics;
  private static String staff;
  private static int number;

  private final List<EventStream> streams = new ArrayList<>();

  @BeforeAll
  static void start() {
    Servers servers = Servers.shared();
    topics = new TestTopics(servers.bootstrapServers());
    staff = PetProcess.token("sam", "staff");
    for (String replica : List.of("1", "2")) {
      REPLICAS.add(process(servers, replica).start());
    }
  }

  private static PetProcess.Builder process(Servers servers, String replica) {
    return PetProcess.of("analytics-streams", List.of(new AnalyticsModule()), "analytics.yml")
        .on(servers)
        .with("analytics.application", "streams-it")
        .with("analytics.instance", replica)
        .with("analytics.streams", MOST)
        // Of this run alone: another run's Kafka knows nothing of it.
        .with(
            "analytics.stateDirectory",
            Path.of("target", "streams-it-" + replica + "-" + ProcessHandle.current().pid()));
  }

  @AfterEach
  void hangUp() {
    streams.forEach(EventStream::close);
  }

  @AfterAll
  static void stop() {
    REPLICAS.forEach(PetProcess::close);
    topics.close();
  }

  @Test
  void aChangeReachesEveryReplicasListeners() {
    List<EventStream> listening = new ArrayList<>();
    for (PetProcess replica : REPLICAS) {
      listening.add(listen(replica, "?rollup=designs&grain=day", null));
    }
    long before = created();
    design();
    for (EventStream stream : listening) {
      JsonNode change = await().atMost(SOON).until(() -> last(stream), c -> created(c) > before);
      assertThat(change.get("rollup").asText()).isEqualTo("designs");
      assertThat(change.get("grain").asText()).isEqualTo("day");
      assertThat(change.get("value").get("windowEnd").asText()).isEqualTo("2026-11-17T00:00:00Z");
    }
  }

  @Test
  void whoComesBackToAnotherReplicaMissesNothing() {
    EventStream first = listen(REPLICAS.get(0), "?rollup=designs", null);
    String seen = await().atMost(SOON).until(() -> lastId(first), id -> id != null);
    first.close();
    long before = created();
    design();
    await().atMost(SOON).until(() -> created() > before);

    EventStream again = listen(REPLICAS.get(1), "?rollup=designs&grain=day", seen);
    await().atMost(SOON).until(() -> last(again), c -> created(c) > before);
    String seenAgain = lastId(again);
    again.close();

    EventStream nothingNew = listen(REPLICAS.get(0), "?rollup=designs&grain=day", seenAgain);
    long now = created();
    design();
    await().atMost(SOON).until(() -> last(nothingNew), c -> created(c) > now);
    assertThat(changes(nothingNew))
        .allSatisfy(data -> assertThat(created(json(data))).isEqualTo(now + 1));
  }

  @Test
  void onlyWhatIsAskedForIsSent() {
    EventStream orders = listen(REPLICAS.get(0), "?rollup=orders&rollup=funnel", null);
    EventStream hours = listen(REPLICAS.get(0), "?grain=hour", null);
    design();
    await().atMost(SOON).until(() -> last(orders) != null && last(hours) != null);
    assertThat(changes(orders))
        .allSatisfy(data -> assertThat(json(data).get("rollup").asText()).isIn("orders", "funnel"));
    assertThat(changes(hours))
        .allSatisfy(data -> assertThat(json(data).get("grain").asText()).isEqualTo("hour"));
  }

  @Test
  @Timeout(60)
  void whoAsksForTheHeadersAloneDoesNotListen() {
    PetProcess process = REPLICAS.get(0);
    await().atMost(SOON).until(() -> process.get("/api/analytics/designs", staff).status() == 200);
    for (int i = 0; i <= MOST; i++) {
      Answer head = head(process, STREAM, staff);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo("text/event-stream");
      assertThat(head.header("cache-control")).isEqualTo("no-store");
      assertThat(head.header("content-length")).isNull();
    }
    assertThat(head(process, STREAM + "?grain=week", staff).status()).isEqualTo(400);
    assertThat(head(process, STREAM, PetProcess.token("ann", "customer")).status()).isEqualTo(403);

    for (int i = 0; i < MOST; i++) {
      listen(process, "", null);
    }
    assertThat(head(process, STREAM, staff).status()).isEqualTo(429);
  }

  private static Answer head(PetProcess process, String path, String token) {
    return process.send(process.request(path, token).method("HEAD", BodyPublishers.noBody()));
  }

  @Test
  void itIsForStaffAndSaysWhatIsWrong() {
    PetProcess process = REPLICAS.get(0);
    assertThat(process.get(STREAM).status()).isEqualTo(401);
    assertThat(process.get(STREAM, PetProcess.token("ann", "customer")).status()).isEqualTo(403);
    var wrong = process.get(STREAM + "?rollup=desings", staff);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text())
        .contains("must be one of designs, orders, options, funnel, fulfilment, webhooks");
    assertThat(
            process
                .get(STREAM + "?grain=week&rollup=designs&rollup=desings", staff)
                .json()
                .get("errors")
                .findValuesAsText("field"))
        .containsExactly("rollup", "grain");
    assertThat(process.get(STREAM + "?grain=week", staff).text())
        .contains("must be one of minute, hour, day");
  }

  @Test
  void onlySoManyListenAndOneWhoLeavesMakesRoom() {
    for (int i = 0; i < MOST; i++) {
      listen(REPLICAS.get(1), "", null);
    }
    assertThat(REPLICAS.get(1).get(STREAM, staff).status()).isEqualTo(429);
    streams.remove(0).close();
    await()
        .atMost(SOON)
        .until(
            () -> {
              EventStream another = new EventStream(REPLICAS.get(1), STREAM, staff, null);
              streams.add(another);
              return another.status() == 200;
            });
  }

  @Test
  void aProcessThatStopsEndsItsStreams() {
    PetProcess stopping = process(Servers.shared(), "3").start();
    await().atMost(SOON).until(() -> stopping.get("/api/analytics/designs", staff).status() == 200);
    EventStream stream = listen(stopping, "", null);
    stopping.close();
    await().atMost(SOON).until(stream::hasEnded);
  }

  private EventStream listen(PetProcess replica, String query, String lastEvent) {
    await().atMost(SOON).until(() -> replica.get("/api/analytics/designs", staff).status() == 200);
    EventStream stream =
        await()
            .atMost(SOON)
            .until(
                () -> {
                  EventStream opened = new EventStream(replica, STREAM + query, staff, lastEvent);
                  streams.add(opened);
                  return opened;
                },
                opened -> opened.status() == 200);
    assertThat(stream.contentType()).startsWith("text/event-stream");
    // It tells where it begins: what happens from here on is told.
    await().atMost(SOON).until(() -> !stream.ids().isEmpty());
    return stream;
  }

  private static void design() {
    number++;
    topics.send(Events.record("2026-11-16T10:00:00Z", Events.created("s" + number, "ann")));
  }

  private static long created() {
    return topics.number("pet.analytics.designs", "day|" + DAY, "created");
  }

  private static long created(JsonNode change) {
    return change == null ? 0 : change.get("value").get("created").asLong();
  }

  /** The last change; the first event only tells the position. */
  private static JsonNode last(EventStream stream) {
    List<String> changes = changes(stream);
    return changes.isEmpty() ? null : json(changes.get(changes.size() - 1));
  }

  private static List<String> changes(EventStream stream) {
    return stream.data().stream().filter(data -> !data.equals("{}")).toList();
  }

  private static String lastId(EventStream stream) {
    return stream.ids().isEmpty() ? null : stream.ids().get(stream.ids().size() - 1);
  }

  private static JsonNode json(String data) {
    try {
      return Json.tolerant().readTree(data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
