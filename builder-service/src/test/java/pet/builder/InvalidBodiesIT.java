package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.builder.Problems.assertInvalid;
import static pet.builder.Problems.assertProblem;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Invalid request bodies, one kind a test; each is refused by name. */
@ExtendWith(ServersExtension.class)
class InvalidBodiesIT {

  private PetProcess process;
  private Customer alice;

  @BeforeEach
  void connect(Servers servers) {
    process = Replicas.shared(servers).one();
    alice = Customer.of(process);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012345678901",
        "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
            + "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
        "🐶",
        "👩‍🚀",
        "רקס",
        "レックス",
        "a\\u202Eb",
        "a\\u0000b",
        "a\\nb",
        "a\\ud800",
        "x\u0301",
        "<script>",
        "   ",
        "",
      })
  void aTextThatCannotBeEmbroideredIsNamed(String text) {
    assertInvalid(quote(text("\"" + text + "\"")), "personalization.text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890",
        "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
            + "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
        "Ζευς & Έκτωρ",
        "Рекс, Мухтар!",
        "Ærøskøbing-Straße.",
        "Bo's ♥",
      })
  void aTextThatCanIsTaken(String text) {
    assertThat(quote(text("\"" + text + "\"")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":[]}      | personalization
          {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":"REX"}   | personalization
          {"size":["M"],"colorId":"ocean","hardwareId":"gold"}                         | size
          {"size":2,"colorId":"ocean","hardwareId":"gold"}                             | size
          {"size":"","colorId":"ocean","hardwareId":"gold"}                            | size
          {"size":"m","colorId":"ocean","hardwareId":"gold"}                           | size
          {"size":null,"colorId":"ocean","hardwareId":"gold"}                          | size
          {"colorId":"ocean","hardwareId":"gold"}                                      | size
          {"size":"M","colorId":7,"hardwareId":"gold"}                                 | colorId
          {"size":"M","colorId":"Ocean","hardwareId":"gold"}                           | colorId
          {"size":"M","colorId":null,"hardwareId":"gold"}                              | colorId
          {"size":"M","colorId":"ocean","hardwareId":"platinum"}                       | hardwareId
          {"size":"M","colorId":"ocean","hardwareId":"gold","basePrice":"0.01"}        | basePrice
          {"size":"M","colorId":"ocean","hardwareId":"gold","__proto__":{}}            | __proto__
          """)
  void aConfigurationThatIsWrongIsNamed(String config, String field) {
    assertInvalid(quote(config), field);
  }

  @ParameterizedTest
  @CsvSource({
    "font, \"Comic Sans\"",
    "font, 0",
    "font, null",
    "position, \"tail\"",
    "position, {}",
    "threadColor, \"white\"",
    "threadColor, \"#FFF\"",
    "threadColor, \"#GGGGGG\"",
    "threadColor, \"url(#x)\"",
    "threadColor, 16777215",
    "text, 7",
    "text, true",
    "text, [\"R\"]",
    "text, {\"t\":1}",
    "size, \"L\"",
  })
  void aFieldOfThePersonalizationIsNamedByItsPath(String field, String value) {
    assertInvalid(quote(personalized(field, value)), "personalization." + field);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    Answer answer = quote("{\"size\":null,\"colorId\":\"x\",\"hardwareId\":\"y\"}");

    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly("size", "colorId", "hardwareId");
  }

  @Test
  void theValueThatWasSentIsNotRepeated() {
    assertThat(quote(text("\"secret🐶\"")).text()).doesNotContain("secret");
    assertThat(alice.create("sec\\u0000ret", Customer.CONFIG).text()).doesNotContain("ret\\u");
  }

  @Test
  void tenMegabytesAreTooLarge() {
    String body = text("\"" + "x".repeat(10_000_000) + "\"");

    assertProblem(quote(body), 413, "too-large");
    assertProblem(alice.create("x".repeat(10_000_000), Customer.CONFIG), 413, "too-large");
    assertThat(quote(Customer.CONFIG).status()).as("and the service goes on").isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"size":"M","colorId":"ocean","size":"L","hardwareId":"gold"}                       | size
          {"size":"M","colorId":"ocean","hardwareId":"gold","hardwareId":"gold"}              | hardwareId
          {"size":"M","colorId":"ocean","colorId":{"a":1},"hardwareId":"gold"}                | colorId
          {"size":"M","colorId":"ocean","hardwareId":"gold","si\\u007ae":"L"}                 | size
          {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":null,"personalization":null} | personalization
          """)
  void aNameThatIsThereTwiceIsNamed(String config, String field) {
    assertInvalid(quote(config), field);
  }

  @Test
  void aNameThatIsThereTwiceIsNamedByItsPath() {
    String twice = personalized("text", "\"REX\",\"text\":\"MAX\"");

    assertInvalid(quote(twice), "personalization.text");
    assertInvalid(alice.create("Rex", twice), "config.personalization.text");
    assertInvalid(alice.post("/api/designs", "{\"name\":\"Rex\",\"name\":\"Max\"}"), "name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void aDeepBodyIsRefused(String nest) {
    String deep = nest.repeat(60_000 / nest.length());

    assertThat(quote(deep).status()).isEqualTo(400);
    assertInvalid(quote("{\"size\":" + deep), "size");
    Answer unknown = quote("{\"size\":\"M\",\"extra\":" + deep);
    assertProblem(unknown, 400, "invalid-input");
    assertThat(unknown.json().at("/errors/0/field").asText()).startsWith("extra");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"M\"", "5", "true", "{", "{\"size\":\"M\"", "{}{}", "nonsense"})
  void whatIsNoObjectIsMalformed(String body) {
    Answer answer = quote(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "ISO-8859-1"})
  void whatIsNotUtf8IsReadOrRefused(String charset) {
    byte[] body = text("\"É\"").getBytes(Charset.forName(charset));

    assertThat(send(body, "application/json").status()).isIn(200, 400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xC0, 0xFF, 0xED})
  void bytesThatAreNoTextAreRefused(int octet) {
    byte[] body = text("\"REX\"").getBytes(StandardCharsets.UTF_8);
    body[body.length / 2] = (byte) octet;
    assertThat(send(body, "application/json").status()).isEqualTo(400);
    assertThat(send(new byte[] {(byte) octet, 0, 0, 0, (byte) octet}, "application/json").status())
        .isEqualTo(400);
  }

  @Test
  void anotherMediaTypeIsRefused() {
    byte[] body = Customer.CONFIG.getBytes(StandardCharsets.UTF_8);
    assertProblem(send(body, "text/plain"), 415, "unsupported-media-type");
    assertProblem(send(body, "application/xml"), 415, "unsupported-media-type");
    assertThat(send(body, "nonsense").status()).isIn(400, 415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cursor=%00",
        "cursor=AAAA",
        "limit=",
        "limit=1e3",
        "limit=%F0%9F%90%B6",
        "status=",
        "status=%00",
        "limit=-9999999999999"
      })
  void aParameterThatIsWrongIsNamed(String query) {
    assertInvalid(alice.get("/api/designs?" + query), query.substring(0, query.indexOf('=')));
  }

  @Test
  void allParametersThatAreWrongAreNamedAtOnce() {
    Answer answer = alice.get("/api/designs?cursor=AAAA&status=NEW&limit=0");

    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly("status", "limit", "cursor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/designs/%00", "/api/designs/..%2f", "/api/designs/%F0%9F%90%B6",
        "/api/designs/x/revisions/1", "/api/designs/shared/%00", "/api/designs/shared/..",
      })
  void aPathThatIsNoneIsNotThere(String path) {
    assertThat(alice.get(path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "99999999999", "1.0"})
  void aRevisionThatIsNoneIsNotThere(String number) {
    String design = alice.design();

    assertThat(alice.get(design + "/revisions/" + number).status()).isIn(400, 404);
    assertThat(alice.post(design + "/revisions/" + number + "/restore", "").status())
        .isIn(400, 404);
  }

  private Answer quote(String body) {
    return Customer.anonymous(process).post("/api/designs/quote", body);
  }

  private Answer send(byte[] body, String type) {
    return process.send(
        process
            .request("/api/designs/quote", null)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static String text(String json) {
    return personalized("text", json);
  }

  /** A personalization with one field of its own; where it is there already, it takes its place. */
  private static String personalized(String field, String json) {
    String rest = "";
    for (String other :
        new String[] {
          "\"text\":\"REX\"",
          "\"font\":\"block\"",
          "\"position\":\"back\"",
          "\"threadColor\":\"#FFFFFF\""
        }) {
      rest += other.startsWith("\"" + field + "\"") ? "" : "," + other;
    }
    return "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\",\"personalization\":{\""
        + field
        + "\":"
        + json
        + rest
        + "}}";
  }
}
