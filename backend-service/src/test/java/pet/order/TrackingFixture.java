package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.EventStream;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A placed order on two replicas; Redis is away from one of them. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
abstract class TrackingFixture {

  static final Encryption ENCRYPTION = new Encryption(new EncryptionSettings(null));
  static final String OWNER = PetProcess.token("jane", null, "jane.doe@example.com");
  static final String EVE = PetProcess.token("eve", null, "eve@example.com");
  static final String STAFF = PetProcess.token("bob", "staff");

  static OrderStore store;
  static List<PetProcess> replicas = List.of();
  static PetProcess process;

  final ReportFixture order = anOrder();
  final List<EventStream> listeners = new ArrayList<>();
  String path;
  UUID id;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings database = servers.newDatabase();
    store = OrderStore.on(database);
    String nobody = "redis://localhost:" + FreePorts.next();
    replicas =
        Stream.of(servers.redisUri().toString(), nobody)
            .map(redis -> replica(servers, database).with("redis.uri", redis).start())
            .toList();
    process = replicas.get(0);
  }

  static PetProcess.Builder replica(Servers servers, DatabaseSettings database) {
    return OrderProcess.on(servers, database).with("order.streamsPerOrder", 4);
  }

  @AfterAll
  static void stop() {
    replicas.forEach(PetProcess::close);
  }

  @BeforeEach
  void place() {
    store.contract().report(order.created());
    id = store.order(order.id()).id();
    path = "/api/orders/" + id;
  }

  @AfterEach
  void leave() {
    listeners.forEach(EventStream::close);
  }

  EventStream listen(PetProcess from, String where, String token, String lastEvent) {
    EventStream listener = new EventStream(from, where, token, lastEvent);
    listeners.add(listener);
    assertThat(listener.status()).isEqualTo(200);
    assertThat(listener.contentType()).startsWith("text/event-stream");
    return listener;
  }

  static Answer send(String method, String path, String token) {
    return process.send(
        process.request(path, token).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  String token() {
    Answer made = send("POST", path + "/tracking-links", OWNER);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("token").asText();
  }

  static void assertNotFound(String path) {
    Answer answer = process.get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:not-found");
  }
}
