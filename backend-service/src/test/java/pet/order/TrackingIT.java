package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import pet.domain.Person;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;

/** Following an order by link: who makes links, revokes them, and what they show. */
class TrackingIT extends TrackingFixture {

  @Test
  void aLinkShowsTheOrderAsItsCustomerReadsIt() {
    process.post(path + "/status", STAFF, "{\"status\":\"IN_PRODUCTION\",\"note\":\"secret\"}");
    Answer made = send("POST", path + "/tracking-links", OWNER);
    Answer tracked = process.get(made.json().get("url").asText());

    assertThat(tracked.status()).isEqualTo(200);
    assertThat(tracked.json().get("id").asText()).isEqualTo(id.toString());
    assertThat(tracked.text()).doesNotContain("secret", "bob", "jane");
    assertThat(tracked.header("referrer-policy")).isEqualTo("no-referrer");
    Answer again =
        process.send(
            process
                .request(made.json().get("url").asText(), null)
                .header("If-None-Match", tracked.header("etag"))
                .GET());
    assertThat(again.status()).isEqualTo(304);
    assertThat(Instant.parse(made.json().get("expiresAt").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(30)), Instant.now().plus(Duration.ofDays(31)));
  }

  @Test
  void whoeverMayReadAnOrderIsToldItsLink() {
    for (Answer answer :
        List.of(
            process.get("/api/orders/" + order.number() + "?email=jane.doe@example.com"),
            process.get(path, OWNER),
            process.get(path, STAFF))) {
      String link = answer.header("link");
      assertThat(link).endsWith("; rel=\"track\"");
      String url = URI.create(link.substring(link.indexOf('<') + 1, link.indexOf('>'))).getPath();
      assertThat(process.get(url).json().get("id").asText()).isEqualTo(id.toString());
    }
  }

  @Test
  void staffAndTheOwnerMakeAndRevokeLinks() {
    String token = token();
    for (String method : List.of("POST", "DELETE")) {
      assertThat(send(method, path + "/tracking-links", null).status()).isEqualTo(401);
      assertThat(send(method, path + "/tracking-links", EVE).status()).isEqualTo(404);
    }
    assertThat(process.get("/api/orders/track/" + token).status()).isEqualTo(200);
    assertThat(send("DELETE", path + "/tracking-links", STAFF).status()).isEqualTo(204);

    assertNotFound("/api/orders/track/" + token);
    assertNotFound(path + "/events?token=" + token);
    assertThat(process.get("/api/orders/track/" + token()).status()).isEqualTo(200);
  }

  @Test
  void whoMadeAndRevokedLinksIsKept() {
    token();
    token();
    send("POST", path + "/tracking-links", STAFF);
    send("DELETE", path + "/tracking-links", STAFF);
    token();
    process.get(path, OWNER);

    Answer kept = process.get(path + "/tracking-links", STAFF);
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    assertThat(kept.json().get("items"))
        .extracting(deed -> deed.get("what").asText() + " " + deed.get("by").asText())
        .containsExactly("MADE owner", "REVOKED staff:bob", "MADE staff:bob", "MADE owner");
    assertThat(kept.json().at("/items/0/generation").intValue()).isEqualTo(2);
    assertThat(kept.json().at("/items/1/generation").intValue()).isEqualTo(1);
    assertThat(Instant.parse(kept.json().at("/items/0/at").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    String cursor =
        process.get(path + "/tracking-links?limit=3", STAFF).json().get("nextCursor").asText();
    assertThat(
            process
                .get(path + "/tracking-links?limit=3&cursor=" + cursor, STAFF)
                .json()
                .get("items"))
        .hasSize(1);
    assertThat(process.get(path + "/tracking-links", OWNER).status()).isEqualTo(403);
    assertThat(process.get(path + "/tracking-links", null).status()).isEqualTo(401);
  }

  private static Answer make(PetProcess at, String path, String token, String key) {
    return at.send(
        at.request(path + "/tracking-links", token)
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void aLinkThatIsAskedForAgainUnderItsKeyIsTheSameAlsoAfterARevocation() {
    String key = UUID.randomUUID().toString();
    Answer made = make(process, path, OWNER, key);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(send("DELETE", path + "/tracking-links", STAFF).status()).isEqualTo(204);

    Answer again = make(replicas.get(1), path, OWNER, key);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(made.text());
    assertThat(process.get(path + "/tracking-links", STAFF).json().get("items")).hasSize(2);
    assertNotFound(again.json().get("url").asText());
    assertThat(make(process, path, OWNER, key + "-new").text()).isNotEqualTo(made.text());

    ReportFixture other = anOrder();
    store.contract().report(other.created());
    String elsewhere = "/api/orders/" + store.order(other.id()).id();
    Answer reused = make(process, elsewhere, OWNER, key);
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.json().get("type").asText()).isEqualTo("urn:pet:problem:key-reused");
    assertThat(make(process, path, EVE, key).status()).as("not hers to ask").isEqualTo(404);
  }

  @Test
  void whatIsKeptUnderAKeyOpensNothing() {
    String key = UUID.randomUUID().toString();
    Answer made = make(process, path, OWNER, key);

    String kept = kept(key);

    assertThat(kept).contains(id.toString()).doesNotContain(made.json().get("token").asText());
    assertThat(make(replicas.get(1), path, OWNER, key).text()).isEqualTo(made.text());
    store.contract().erase(new Person("jane", Set.of("jane.doe@example.com")));
    assertThat(keptAnswers(key)).isZero();
  }

  @Test
  void aLinkThatAReplicaOfBeforeKeptIsToldAsItIs() {
    String key = UUID.randomUUID().toString();
    make(process, path, OWNER, key);
    String before =
        "{\"token\":\"abc\",\"url\":\"/api/orders/track/abc\",\"expiresAt\":\"2026-11-30T00:00:00Z\"}";
    store
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE idempotency SET body = convert_to(?, 'UTF8') WHERE key = ?",
                    before,
                    key));

    assertThat(make(replicas.get(1), path, OWNER, key).text()).isEqualTo(before);
  }

  private static String kept(String key) {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.select("SELECT convert_from(body, 'UTF8') FROM idempotency WHERE key = ?", key)
                    .mapTo(String.class)
                    .one());
  }

  private static int keptAnswers(String key) {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.select("SELECT count(*) FROM idempotency WHERE key = ?", key)
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void whileALinkIsBeingMadeWhoAsksUnderItsKeyIsToldSo() {
    String key = UUID.randomUUID().toString();
    store
        .jdbi()
        .useTransaction(
            running -> {
              running.execute(
                  "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                  "orders/idempotency/jane/" + key);
              Answer answer = make(process, path, OWNER, key);
              assertThat(answer.status()).isEqualTo(409);
              assertThat(answer.json().get("type").asText())
                  .isEqualTo("urn:pet:problem:in-progress");
            });
    assertThat(make(process, path, OWNER, key).status()).isEqualTo(201);
  }

  @Test
  void whatAPersonWasAnsweredGoesWithThem() {
    make(process, path, OWNER, UUID.randomUUID().toString());
    String kept = "SELECT count(*) FROM idempotency WHERE caller = 'jane'";
    assertThat(store.strings(kept)).isNotEqualTo(List.of("0"));

    store.contract().erase(new Person("jane", Set.of()));

    assertThat(store.strings(kept)).containsExactly("0");
  }

  @Test
  void aLinkThatIsForgedOrExpiredLeadsNowhere() {
    String token = token();
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    Encryption others =
        new Encryption(
            new EncryptionSettings(new Secret("b3RoZXItb25seS1rZXktb3RoZXItb25seS1rZXktb3Q=")));
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < token.length(); i += 7) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      wrong.add(token.substring(0, i) + other + token.substring(i + 1));
    }
    wrong.add(new TrackingToken(id, tomorrow, 1).text(others));
    wrong.add(new TrackingToken(id, Instant.now().minusSeconds(2), 1).text(ENCRYPTION));
    wrong.add(new TrackingToken(id, tomorrow, 2).text(ENCRYPTION));
    wrong.add(new TrackingToken(UUID.randomUUID(), tomorrow, 1).text(ENCRYPTION));
    wrong.addAll(List.of("x", "%20", token + "AAAA", id.toString()));

    assertThat(
            process
                .get("/api/orders/track/" + new TrackingToken(id, tomorrow, 1).text(ENCRYPTION))
                .status())
        .isEqualTo(200);
    wrong.forEach(text -> assertNotFound("/api/orders/track/" + text));
  }
}
