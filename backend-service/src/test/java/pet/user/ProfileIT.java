package pet.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** One's own profile, read and changed over HTTP. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class ProfileIT {

  private static final String PATH = "/api/users/me";

  private static PetProcess process;

  private final String ann = PetProcess.token("ann-" + UUID.randomUUID(), null, "ann@pets.test");

  @BeforeAll
  static void boot(Servers servers) {
    process = UserProcess.start(servers);
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private Answer patch(String ifMatch, String body) {
    HttpRequest.Builder request =
        process
            .request(PATH, ann)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body));
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return process.send(request);
  }

  @Test
  void aNameIsTakenKeptAndTakenBack() {
    Answer first = process.get(PATH, ann);
    assertThat(first.json().get("displayName").isNull()).isTrue();

    Answer named = patch(first.header("ETag"), "{\"displayName\":\"  Ann 👩‍🚀 \"}");
    assertThat(named.status()).isEqualTo(200);
    assertThat(named.json().get("displayName").asText()).isEqualTo("Ann 👩‍🚀");
    assertThat(named.header("ETag")).isNotEqualTo(first.header("ETag"));
    assertThat(named.header("Cache-Control")).isEqualTo("private, no-cache");
    Answer read = process.get(PATH, ann);
    assertThat(read.json().get("displayName").asText()).isEqualTo("Ann 👩‍🚀");
    assertThat(read.header("ETag")).isEqualTo(named.header("ETag"));

    Answer nameless = patch(named.header("ETag"), "{\"displayName\":\"\"}");
    assertThat(nameless.json().get("displayName").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Eve\"", "\"\"", "7", "true", "[]"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    Answer answer = patch("*", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(process.get(PATH, ann).json().get("displayName").isNull()).isTrue();
  }

  @Test
  void whatIsSoAlreadyAndWhatIsLeftOutChangeNothing() {
    String etag = patch("*", "{\"displayName\":\"Ann\"}").header("ETag");

    assertThat(patch(etag, "{\"displayName\":\"Ann\"}").header("ETag")).isEqualTo(etag);
    Answer nothing = patch(etag, "{}");
    assertThat(nothing.status()).isEqualTo(200);
    assertThat(nothing.header("ETag")).isEqualTo(etag);
    assertThat(nothing.json().get("displayName").asText()).isEqualTo("Ann");
  }

  private Answer getUnless(String tag) {
    return process.send(process.request(PATH, ann).header("If-None-Match", tag).GET());
  }

  @Test
  void whoHasItAlreadyIsNotSentItAgainUntilItChanges() {
    Answer first = process.get(PATH, ann);

    Answer unchanged = getUnless(first.header("ETag"));
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.text()).isEmpty();
    assertThat(unchanged.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(unchanged.header("Cache-Control")).isEqualTo("private, no-cache");
    patch(first.header("ETag"), "{\"displayName\":\"Ann\"}");
    Answer changed = getUnless(first.header("ETag"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("displayName").asText()).isEqualTo("Ann");
    assertThat(getUnless(changed.header("ETag")).status()).isEqualTo(304);
  }

  @Test
  void ofTwoWhoReadTheSameTheSecondIsTold() {
    String etag = process.get(PATH, ann).header("ETag");
    assertThat(patch(etag, "{\"displayName\":\"Ann\"}").status()).isEqualTo(200);

    assertThat(patch(etag, "{\"displayName\":\"Anna\"}").status()).isEqualTo(412);
    assertThat(patch(null, "{\"displayName\":\"Anna\"}").status()).isEqualTo(428);
    assertThat(process.get(PATH, ann).json().get("displayName").asText()).isEqualTo("Ann");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"displayName\":null} | displayName",
        "{\"displayName\":7} | displayName",
        "{\"displayName\":\"a\\nb\"} | displayName",
        "{\"displayName\":\"a\\u202eb\"} | displayName",
        "{\"displayName\":\"\\ud83d\"} | displayName",
        "{\"email\":\"eve@pets.test\"} | email",
        "{\"id\":\"eve\"} | id",
      })
  void whatCannotBeIsNamed(String body, String field) {
    Answer refused = patch("*", body);

    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    JsonNode errors = refused.json().get("errors");
    assertThat(errors.findValuesAsText("field")).containsExactly(field);
    assertThat(process.get(PATH, ann).json().get("email").asText()).isEqualTo("ann@pets.test");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 81})
  void aNameHasAnEnd(int length) {
    // Each is one character of two units.
    Answer answer = patch("*", "{\"displayName\":\"" + "🐕".repeat(length) + "\"}");

    assertThat(answer.status()).isEqualTo(length == 80 ? 200 : 400);
  }

  @Test
  void nobodyIsAskedToLogIn() {
    Answer refused =
        process.send(
            process
                .request(PATH, null)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString("{\"displayName\":\"Ann\"}")));

    assertThat(refused.status()).isEqualTo(401);
  }
}
