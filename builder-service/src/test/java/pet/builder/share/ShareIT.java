package pet.builder.share;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.builder.Problems.assertInvalid;
import static pet.builder.Problems.assertProblem;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.Customer;
import pet.builder.Replicas;
import pet.testing.Answer;
import pet.testing.Concurrently;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Links, on two replicas. */
@ExtendWith(ServersExtension.class)
class ShareIT {

  private Replicas replicas;
  private Customer alice;
  private String design;

  @BeforeEach
  void design(Servers servers) {
    replicas = Replicas.shared(servers);
    alice = Customer.of(replicas.one());
    design = alice.design();
  }

  @Test
  void aLinkNeedsNoLoginAndShowsNoOwner() {
    Answer shared = alice.post(design + "/share", "");
    assertThat(shared.status()).isEqualTo(201);
    String url = shared.json().get("url").asText();
    assertThat(shared.header("location")).isEqualTo(url);
    assertThat(shared.json().get("expiresAt").isNull()).isTrue();
    assertThat(shared.json().get("viewCount").asInt()).isZero();

    Answer seen = replicas.two().get(url);

    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().fieldNames())
        .toIterable()
        .containsExactly("name", "config", "price", "previewUrl", "viewCount");
    assertThat(seen.text()).doesNotContain("customer-");
    assertThat(replicas.one().send(replicas.one().request(url, null).GET()).json().get("name"))
        .hasToString("\"Rex\"");
  }

  @Test
  void sharingAgainTellsTheLinkInForce() {
    Answer first = alice.post(design + "/share", "");
    Answer again = alice.at(replicas.two()).post(design + "/share", "");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(alice.get(design + "/share").json()).isEqualTo(first.json());
  }

  @Test
  void itsOwnerReadsALinkAgainWhenItWasFollowed() {
    String url = alice.post(design + "/share", "").json().get("url").asText();
    String tag = alice.get(design + "/share").header("etag");
    assertThat(alice.getUnless(design + "/share", tag).status()).isEqualTo(304);

    replicas.two().get(url);

    Answer followed = alice.getUnless(design + "/share", tag);
    assertThat(followed.status()).isEqualTo(200);
    assertThat(followed.json().get("viewCount").asInt()).isEqualTo(1);
    assertThat(followed.header("etag")).isNotEqualTo(tag);
  }

  @Test
  void sharingAtTheSameTimeMakesOneLink() throws Exception {
    List<Callable<Answer>> sharing = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Customer there = alice.at(i % 2 == 0 ? replicas.one() : replicas.two());
      sharing.add(() -> there.post(design + "/share", ""));
    }
    List<Answer> answers = Concurrently.call(sharing);

    assertThat(answers).extracting(a -> a.json().get("token").asText()).containsOnly(token());
    assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(11);
  }

  @Test
  void aRevokedLinkLeadsNowhereAndTheNextIsAnother() {
    String url = url();
    assertThat(replicas.two().get(url).status()).isEqualTo(200);

    assertThat(alice.delete(design + "/share").status()).isEqualTo(204);

    assertProblem(replicas.one().get(url), 404, "not-found");
    assertProblem(replicas.two().get(url), 404, "not-found");
    assertThat(alice.delete(design + "/share").status()).as("again").isEqualTo(204);
    Answer ended = alice.at(replicas.two()).get(design + "/share");
    assertThat(ended.status()).as("her views are still hers to know").isEqualTo(200);
    assertThat(ended.json().get("url").asText()).isEqualTo(url);
    assertThat(ended.json().get("viewCount").asInt()).isEqualTo(1);
    assertThat(Instant.parse(ended.json().get("endedAt").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertProblem(Customer.of(replicas.one()).get(design + "/share"), 404, "not-found");
    Answer next = alice.post(design + "/share", "");
    assertThat(next.status()).isEqualTo(201);
    assertThat(next.json().get("url").asText()).isNotEqualTo(url);
    assertThat(next.json().get("viewCount").asInt()).as("views are the design's").isEqualTo(1);
    assertThat(next.json().get("endedAt").isNull()).isTrue();
    assertThat(alice.get(design + "/share").json()).isEqualTo(next.json());
  }

  @Test
  void aLinkEndsWhenItWasSaidTo() {
    Instant end = Instant.now().plusMillis(1500).truncatedTo(ChronoUnit.MICROS);
    Answer shared = alice.post(design + "/share", "{\"expiresAt\":\"" + end + "\"}");
    String url = shared.json().get("url").asText();

    assertThat(shared.json().get("expiresAt").asText()).isEqualTo(end.toString());
    assertThat(replicas.two().get(url).status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(replicas.two().get(url).status()).isEqualTo(404));
    assertThat(Instant.now()).isAfterOrEqualTo(end);
    Answer ended = alice.get(design + "/share");
    assertThat(ended.json().get("endedAt").asText()).isEqualTo(end.toString());
    assertThat(ended.json().get("viewCount").asInt()).isPositive();
    assertThat(alice.post(design + "/share", "").status()).isEqualTo(201);
  }

  @Test
  void theEndOfALinkCanBeMoved() {
    url();
    Instant end = Instant.parse("2030-01-01T00:00:00Z");

    Answer moved = alice.post(design + "/share", "{\"expiresAt\":\"" + end + "\"}");

    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.json().get("expiresAt").asText()).isEqualTo(end.toString());
    assertThat(alice.get(design + "/share").json().get("expiresAt").asText())
        .isEqualTo(end.toString());
  }

  @Test
  void theEndOfALinkCanBeTakenAway() {
    String until = "{\"expiresAt\":\"2030-01-01T00:00:00Z\"}";
    String url = alice.post(design + "/share", until).json().get("url").asText();
    for (String says : new String[] {"", "{}"}) {
      assertThat(alice.post(design + "/share", says).json().get("expiresAt").asText())
          .as("left out, it stays")
          .isEqualTo("2030-01-01T00:00:00Z");
    }

    Answer taken = alice.at(replicas.two()).post(design + "/share", "{\"expiresAt\":null}");

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.json().get("url").asText()).isEqualTo(url);
    assertThat(taken.json().get("expiresAt").isNull()).isTrue();
    assertThat(alice.get(design + "/share").json()).isEqualTo(taken.json());
    assertThat(alice.post(alice.design() + "/share", "{\"expiresAt\":null}").status())
        .isEqualTo(201);
  }

  @Test
  void toTakeTheEndAwayIsAnotherRequestThanToLeaveIt() {
    String key = UUID.randomUUID().toString();
    Answer plain = alice.post(design + "/share", key, "");

    assertThat(alice.post(design + "/share", key, "{}").json()).isEqualTo(plain.json());
    assertProblem(alice.post(design + "/share", key, "{\"expiresAt\":null}"), 422, "key-reused");
  }

  @Test
  void refusesAnEndThatIsNone() {
    assertInvalid(
        alice.post(design + "/share", "{\"expiresAt\":\"2020-01-01T00:00:00Z\"}"), "expiresAt");
    assertInvalid(
        alice.post(design + "/share", "{\"expiresAt\":\"9999-01-01T00:00:00Z\"}"), "expiresAt");
    assertInvalid(alice.post(design + "/share", "{\"expiresAt\":\"tomorrow\"}"), "expiresAt");
    assertInvalid(alice.post(design + "/share", "{\"expires\":1}"), "expires");
    assertProblem(alice.get(design + "/share"), 404, "not-found");
  }

  @Test
  void aLinkOfADeletedDesignLeadsNowhere() {
    String url = url();
    replicas.two().get(url);

    alice.delete(design);

    assertProblem(replicas.one().get(url), 404, "not-found");
    assertProblem(replicas.two().get(url), 404, "not-found");
    assertProblem(alice.get(design + "/share"), 404, "not-found");
  }

  @Test
  void aLinkShowsTheDesignAsItIsNow() {
    String url = url();
    assertThat(replicas.two().get(url).json().get("name").asText()).isEqualTo("Rex");

    rename("{\"name\":\"Max\",\"config\":" + Customer.PLAIN + "}");

    assertThat(replicas.two().get(url).json().get("name").asText()).isEqualTo("Max");
    assertThat(replicas.two().get(url).json().at("/config/size").asText()).isEqualTo("L");
  }

  @Test
  void whoHasItAlreadyIsNotSentItAgainAndHasSeenItAgain() {
    String url = url();
    Answer seen = replicas.one().get(url);
    Customer anybody = Customer.anonymous(replicas.two());

    assertThat(anybody.getUnless(url, seen.header("etag")).status()).isEqualTo(304);
    assertThat(views()).isEqualTo(2);
    rename("{\"name\":\"Max\"}");
    assertThat(anybody.getUnless(url, seen.header("etag")).status()).isEqualTo(200);
  }

  @Test
  void toAskWhetherALinkIsThereIsNoView() {
    String url = url();

    Answer there = replicas.one().send(replicas.one().request(url, null).method("HEAD", noBody()));

    assertThat(there.status()).isEqualTo(200);
    assertThat(there.header("etag")).isNotBlank();
    assertThat(there.text()).isEmpty();
    assertThat(views()).isZero();
    assertThat(
            replicas
                .one()
                .send(replicas.one().request(url + "x", null).method("HEAD", noBody()))
                .status())
        .isEqualTo(404);
  }

  @Test
  void whoOnlyShowsTheDesignToItsOwnerDoesNotCount() {
    url();

    alice.get(design);
    alice.post(design + "/share", "");
    alice.get(design + "/share");

    assertThat(views()).isZero();
  }

  private void rename(String patch) {
    assertThat(alice.patch(design, "*", patch).status()).isEqualTo(200);
  }

  private int views() {
    return alice.get(design + "/share").json().get("viewCount").asInt();
  }

  private String token() {
    return alice.get(design + "/share").json().get("token").asText();
  }

  private String url() {
    return alice.post(design + "/share", "").json().get("url").asText();
  }
}
