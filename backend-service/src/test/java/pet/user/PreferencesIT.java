package pet.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

/** What people choose, through a process. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class PreferencesIT {

  private static final String PATH = "/api/users/me/preferences";
  private static final String DEFAULT =
      """
      {"theme":"auto","notifications":{"email":true,"sms":false,"push":false},\
      "marketing":{"newsletter":false,"promotions":false},\
      "privacy":{"analytics":true,"personalization":true}}""";
  private static final String DARK = DEFAULT.replace("auto", "dark");

  private static PetProcess process;

  private final String ann = PetProcess.token("ann-" + UUID.randomUUID(), null);

  @BeforeAll
  static void boot(Servers servers) {
    process = UserProcess.start(servers);
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private Answer put(String body, String ifMatch) {
    var request =
        process
            .request(PATH, ann)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body));
    return process.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
  }

  private String tag() {
    return process.get(PATH, ann).header("etag");
  }

  @Test
  void whoHasNotChosenHasTheDefaults() {
    Answer found = process.get(PATH, ann);

    assertThat(found.status()).isEqualTo(200);
    assertThat(found.text()).isEqualTo(DEFAULT);
    assertThat(found.header("cache-control")).isEqualTo("private, no-cache");
    assertThat(process.get(PATH).status()).isEqualTo(401);
  }

  @Test
  void aChoiceReadsBackWithAnotherTag() {
    String before = tag();
    Answer chosen = put(DARK, before);

    assertThat(chosen.status()).as(chosen.text()).isEqualTo(200);
    assertThat(chosen.text()).isEqualTo(DARK);
    assertThat(chosen.header("etag")).isNotEqualTo(before).isEqualTo(tag());
    assertThat(process.get(PATH, ann).text()).isEqualTo(DARK);
    assertThat(process.get(PATH, PetProcess.token("bob", null)).text()).isEqualTo(DEFAULT);
  }

  @Test
  void aReaderWhoHasItIsToldSo() {
    put(DARK, "*");
    Answer unchanged =
        process.send(process.request(PATH, ann).header("If-None-Match", tag()).GET());

    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.text()).isEmpty();
  }

  @Test
  void theSameChoiceAgainIsTheSame() {
    String first = put(DARK, tag()).header("etag");

    assertThat(put(DARK, first).header("etag")).isEqualTo(first);
  }

  @Test
  void withoutIfMatchNothingIsChosen() {
    Answer refused = put(DARK, null);

    assertThat(refused.status()).isEqualTo(428);
    assertThat(refused.json().at("/type").asText())
        .isEqualTo("urn:pet:problem:precondition-required");
    assertThat(process.get(PATH, ann).text()).isEqualTo(DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"v7\"", "\"\"", "v0", "W/\"v0\"", "\"v7\", \"v8\"", "nonsense"})
  void whatWasReadTooLongAgoChangesNothing(String ifMatch) {
    Answer refused = put(DARK, ifMatch);

    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.json().at("/type").asText()).isEqualTo("urn:pet:problem:stale");
    assertThat(process.get(PATH, ann).text()).isEqualTo(DEFAULT);
  }

  @Test
  void oneOfSeveralTagsIsEnough() {
    assertThat(put(DARK, "\"v7\", " + tag()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"theme\":\"auto\"|\"theme\":\"blue\"|theme",
        "\"theme\":\"auto\",|''|theme",
        "\"sms\":false|\"sms\":null|notifications.sms",
        "\"sms\":false|\"sms\":\"no\"|notifications.sms",
        "\"sms\":false,|''|notifications.sms",
        "\"promotions\":false|\"promotions\":0|marketing.promotions",
        "\"analytics\":true,|''|privacy.analytics",
        "\"analytics\":true|\"analytics\":true,\"x\":1|privacy.x",
        ",\"privacy\":{\"analytics\":true,\"personalization\":true}|''|privacy",
      })
  void whatIsWrongIsNamedAndChangesNothing(String from, String to, String field) {
    Answer refused = put(DEFAULT.replace(from, to), "*");

    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(process.get(PATH, ann).text()).isEqualTo(DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "7"})
  void whatIsNoChoiceIsRefused(String body) {
    assertThat(put(body, "*").status()).isEqualTo(400);
  }

  @Test
  void ofManyThatChooseAtOnceOnTheSameGroundOneDoes() throws Exception {
    String read = tag();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> answers =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              put(i % 2 == 0 ? DARK : DEFAULT.replace("auto", "light"), read)
                                  .status()))
              .toList();
      int chosen = 0;
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(200, 412);
        chosen += answer.get() == 200 ? 1 : 0;
      }
      assertThat(chosen).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
