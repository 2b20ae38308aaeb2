package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.builder.Problems.assertInvalid;
import static pet.builder.Problems.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.builder.Customer;
import pet.builder.Replicas;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A design over HTTP, after it was created, on two replicas. */
@ExtendWith(ServersExtension.class)
class DesignPathsIT {

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
  void aChangeNeedsTheTagThatWasRead() {
    String tag = alice.get(design).header("etag");

    assertProblem(alice.patch(design, null, "{\"name\":\"Max\"}"), 428, "precondition-required");
    assertProblem(alice.patch(design, "\"1-99\"", "{\"name\":\"Max\"}"), 412, "stale");
    assertProblem(alice.patch(design, "W/" + tag, "{\"name\":\"Max\"}"), 412, "stale");
    assertProblem(alice.patch(design, "nonsense", "{\"name\":\"Max\"}"), 412, "stale");
    assertThat(alice.get(design).json().get("name").asText()).isEqualTo("Rex");

    Answer changed = alice.patch(design, "\"x\", " + tag, "{\"name\":\"Max\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("name").asText()).isEqualTo("Max");
    assertThat(changed.header("etag")).isNotEqualTo(tag);
    assertProblem(alice.patch(design, tag, "{\"name\":\"Late\"}"), 412, "stale");
  }

  @Test
  void aChangeIsReadEverywhereAtOnce() {
    Customer there = alice.at(replicas.two());
    for (int i = 0; i < 30; i++) {
      String tag = there.get(design).header("etag");
      Answer changed = alice.patch(design, tag, "{\"name\":\"Rex " + i + "\"}");
      assertThat(changed.status()).isEqualTo(200);

      Answer read = there.get(design);
      assertThat(read.json()).isEqualTo(changed.json());
      assertThat(read.header("etag")).isEqualTo(changed.header("etag"));
      assertThat(alice.get(design).json()).isEqualTo(changed.json());
    }
  }

  @Test
  void eachConfigurationIsARevision() {
    Answer changed =
        alice.patch(design, "*", "{\"config\":" + Customer.PLAIN + ",\"status\":\"ACTIVE\"}");
    assertThat(changed.json().get("revision").asInt()).isEqualTo(2);
    assertThat(changed.json().get("status").asText()).isEqualTo("ACTIVE");
    assertThat(changed.json().at("/price/subtotal/amount").asText()).isEqualTo("54.99");

    JsonNode revisions = alice.at(replicas.two()).get(design + "/revisions").json();
    assertThat(revisions.get("nextCursor").isNull()).isTrue();
    assertThat(revisions.at("/items/0").fieldNames())
        .toIterable()
        .containsExactly("revision", "config", "price", "previewUrl", "createdAt");
    assertThat(revisions.findValuesAsText("revision")).containsExactly("2", "1");

    Answer first = alice.get(design + "/revisions/1");
    assertThat(first.json()).isEqualTo(revisions.at("/items/1"));
    assertThat(first.json().at("/config").toString()).isEqualTo(Customer.CONFIG);
    assertThat(alice.getUnless(design + "/revisions/1", first.header("etag")).status())
        .isEqualTo(304);

    Answer restored = alice.post(design + "/revisions/1/restore", "");
    assertThat(restored.status()).isEqualTo(200);
    assertThat(restored.json().get("revision").asInt()).isEqualTo(3);
    assertThat(restored.json().at("/config").toString()).isEqualTo(Customer.CONFIG);
    assertThat(alice.at(replicas.two()).get(design).json()).isEqualTo(restored.json());
  }

  @Test
  void aPageOfRevisionsEndsWhereTheNextBegins() {
    for (String size : new String[] {"S", "L", "XL"}) {
      String config = "{\"size\":\"" + size + "\",\"colorId\":\"coral\",\"hardwareId\":\"gold\"}";
      alice.patch(design, "*", "{\"config\":" + config + "}");
    }
    JsonNode page = alice.get(design + "/revisions?limit=3").json();
    String next = page.get("nextCursor").asText();

    assertThat(page.findValuesAsText("revision")).containsExactly("4", "3", "2");
    assertThat(
            alice
                .get(design + "/revisions?limit=3&cursor=" + next)
                .json()
                .findValuesAsText("revision"))
        .containsExactly("1");
  }

  @Test
  void aDeletedDesignIsGoneEverywhereAndItsRevisionsStay() {
    alice.at(replicas.two()).get(design);

    Answer deleted = alice.delete(design);

    assertThat(deleted.status()).isEqualTo(204);
    for (Customer there : new Customer[] {alice, alice.at(replicas.two())}) {
      assertProblem(there.get(design), 404, "not-found");
      assertProblem(there.delete(design), 404, "not-found");
      assertProblem(there.patch(design, "*", "{\"name\":\"No\"}"), 404, "not-found");
      assertProblem(there.post(design + "/duplicate", ""), 404, "not-found");
      assertProblem(there.post(design + "/share", ""), 404, "not-found");
      assertProblem(there.post(design + "/checkout", ""), 404, "not-found");
      assertProblem(there.post(design + "/revisions/1/restore", ""), 404, "not-found");
      assertThat(there.get("/api/designs").json().get("items")).isEmpty();
      assertThat(there.get(design + "/revisions/1").status()).isEqualTo(200);
    }
  }

  @Test
  void aDeleteKeepsToItsCondition() {
    Answer answer =
        replicas
            .one()
            .send(
                replicas
                    .one()
                    .request(design, alice.token())
                    .header("If-Match", "\"1-7\"")
                    .DELETE());

    assertProblem(answer, 412, "stale");
    assertThat(alice.get(design).status()).isEqualTo(200);
  }

  @Test
  void aCopyIsMade() {
    Answer copy = alice.post(design + "/duplicate", "");
    Answer named = alice.post(design + "/duplicate", "{\"name\":\"רקס 🐶\"}");

    assertThat(copy.status()).isEqualTo(201);
    assertThat(copy.header("location")).isNotEqualTo(design);
    assertThat(alice.get(copy.header("location")).json()).isEqualTo(copy.json());
    assertThat(copy.json().get("name").asText()).isEqualTo("Copy of Rex");
    assertThat(named.json().get("name").asText()).isEqualTo("רקס 🐶");
    assertThat(alice.get("/api/designs").json().get("items")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":""}                                              | name
          {"name":null}                                            | name
          {"name":"a\\u202Eb"}                                     | name
          {"name":["Max"]}                                         | name
          {"status":"GONE"}                                        | status
          {"status":0}                                             | status
          {"status":null}                                          | status
          {"config":null}                                          | config
          {"config":{"colorId":"coral","hardwareId":"gold"}}       | config.size
          {"config":{"size":"M","colorId":"x","hardwareId":"gold"}}| config.colorId
          {"config":{"size":"M","colorId":"coral","hardwareId":"gold","personalization":{}}} | config.personalization.text
          {"price":{}}                                             | price
          {"revision":7}                                           | revision
          """)
  void aPatchNamesTheFieldThatIsWrong(String body, String field) {
    assertInvalid(alice.patch(design, "*", body), field);
    assertThat(alice.get(design).json().get("revision").asInt()).isEqualTo(1);
  }

  @Test
  void aPatchOfNothingChangesNothing() {
    Answer before = alice.get(design);

    Answer patched = alice.patch(design, before.header("etag"), "{}");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.header("etag")).isEqualTo(before.header("etag"));
    assertThat(patched.json()).isEqualTo(before.json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ",
        "PATCH ",
        "DELETE ",
        "POST /share",
        "GET /share",
        "DELETE /share",
        "POST /duplicate",
        "POST /checkout",
        "GET /revisions",
        "GET /revisions/1",
        "POST /revisions/1/restore",
      })
  void anothersDesignIsNotThereInAnyPath(String path) {
    String method = path.substring(0, path.indexOf(' '));
    String target = design + path.substring(path.indexOf(' ') + 1);
    alice.get(design);
    alice.post(design + "/share", "");

    for (Customer stranger :
        new Customer[] {
          Customer.of(replicas.one()),
          new Customer(replicas.two(), "sam", PetProcess.token("sam", "staff"))
        }) {
      assertProblem(ask(stranger, method, target), 404, "not-found");
    }
    assertProblem(ask(Customer.anonymous(replicas.one()), method, target), 401, "unauthenticated");
    assertThat(alice.get(design).json().get("name").asText()).isEqualTo("Rex");
    assertThat(alice.get(design + "/share").status()).isEqualTo(200);
  }

  private static Answer ask(Customer customer, String method, String path) {
    return switch (method) {
      case "GET" -> customer.get(path);
      case "DELETE" -> customer.delete(path);
      // Without If-Match: what is missing is not told to a stranger.
      case "PATCH" -> customer.patch(path, null, "{\"name\":\"Mine\"}");
      default -> customer.post(path, "");
    };
  }
}
