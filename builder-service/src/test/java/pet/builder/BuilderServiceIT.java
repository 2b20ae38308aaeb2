package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.Money;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;
import pet.domain.user.Privacy;
import pet.testing.Answer;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The process with the YAML that ships, and the path of a design through it. */
@ExtendWith(ServersExtension.class)
class BuilderServiceIT {

  private static final String CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":\
      {"text":"REX","font":"block","position":"back","threadColor":"#FFFFFF"}}""";
  private static final String DRAFT = "{\"name\":\" Rex \",\"config\":" + CONFIG + "}";

  private static PetProcess process;
  private static String alice;
  private static String bob;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of(
                "builder-service",
                List.of(
                    new UserModuleDouble(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
                    new BuilderModule()),
                "builder.yml")
            .on(servers)
            .with("modules.user", "local")
            .start();
    alice = PetProcess.token("alice", null);
    bob = PetProcess.token("bob", "staff");
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void isReady() {
    assertThat(process.get("/healthz").status()).isEqualTo(200);
    assertThat(process.get("/ready").status()).isEqualTo(200);
    assertThat(process.admin("/healthcheck").status()).isEqualTo(200);
  }

  @Test
  void theCatalogIsForAllAndSaysWhenItIsUnchanged() {
    Answer catalog = process.get("/api/catalog");

    assertThat(catalog.status()).isEqualTo(200);
    assertThat(catalog.header("content-type")).isEqualTo("application/json");
    assertThat(catalog.json().at("/sizes/2").toString())
        .isEqualTo(
            """
            {"id":"M","basePrice":{"amount":"49.99","currencyCode":"USD"},\
            "neckGirth":{"min":15,"max":18}}""");
    assertThat(catalog.json().at("/colors/1").toString())
        .isEqualTo(
            """
            {"id":"ocean","name":"Ocean","hex":"#3BAFDA","category":"primary",\
            "priceModifier":{"amount":"5.00","currencyCode":"USD"}}""");
    assertThat(catalog.json().at("/hardware/4/id").asText()).isEqualTo("rose-gold");
    assertThat(catalog.json().at("/personalization/maxCharacters").asInt()).isEqualTo(20);
    assertThat(catalog.json().at("/taxRate").asText()).isEqualTo("0.0875");
    assertThat(conditional("/api/catalog", null, catalog.header("etag")).status()).isEqualTo(304);
  }

  @Test
  void aQuoteNeedsNoLogin() {
    Answer quote = process.post("/api/designs/quote", null, CONFIG);

    assertThat(quote.status()).isEqualTo(200);
    assertThat(quote.json().at("/total/amount").asText()).isEqualTo("81.55");
  }

  @Test
  void aDesignIsCreatedReadAndListed() {
    Answer created = process.post("/api/designs", alice, DRAFT);
    assertThat(created.status()).isEqualTo(201);
    JsonNode design = created.json();
    String path = "/api/designs/" + design.get("id").asText();
    // Relative: what is right here is right behind a forwarding process, too.
    assertThat(created.header("location")).isEqualTo(path);
    assertThat(design.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "name",
            "config",
            "price",
            "status",
            "revision",
            "previewUrl",
            "createdAt",
            "updatedAt");
    assertThat(design.get("name").asText()).isEqualTo("Rex");
    assertThat(design.get("config").toString()).isEqualTo(CONFIG);
    assertThat(design.get("status").asText()).isEqualTo("DRAFT");
    assertThat(design.get("revision").asInt()).isEqualTo(1);
    assertThat(design.get("previewUrl").asText()).matches("/api/previews/[A-Za-z0-9_-]+\\.svg");
    assertThat(design.get("createdAt").asText()).matches("20..-..-..T.*Z");

    for (String source : List.of("database", "cache")) {
      Answer read = process.get(path, alice);
      assertThat(read.status()).as(source).isEqualTo(200);
      assertThat(read.json()).as(source).isEqualTo(design);
      assertThat(read.header("etag")).as(source).isEqualTo(created.header("etag"));
    }
    assertThat(conditional(path, alice, created.header("etag")).status()).isEqualTo(304);
    assertThat(conditional(path, alice, "\"other\"").status()).isEqualTo(200);

    Answer list = process.get("/api/designs?status=DRAFT&limit=1", alice);
    assertThat(list.json().at("/items/0")).isEqualTo(design);
  }

  @Test
  void aListPages() {
    String carol = PetProcess.token("carol", null);
    for (int i = 0; i < 3; i++) {
      process.post("/api/designs", carol, DRAFT);
    }

    Answer first = process.get("/api/designs?limit=2", carol);
    assertThat(first.json().get("items")).hasSize(2);
    String cursor = first.json().get("nextCursor").asText();
    Answer second = process.get("/api/designs?limit=2&cursor=" + cursor, carol);
    assertThat(second.json().get("items")).hasSize(1);
    assertThat(second.json().get("nextCursor").isNull()).isTrue();
    assertThat(second.json().get("items")).doesNotContainAnyElementsOf(first.json().get("items"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold"},"price":"1"} | price
          {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold","x":1}}       | config.x
          {"name":7,"config":{"size":"M","colorId":"ocean","hardwareId":"gold"}}                 | name
          {"name":"Rex","config":"M"}                                                            | config
          {"name":"Rex","config":{"size":"M","colorId":["ocean"],"hardwareId":"gold"}}           | config.colorId
          {"name":"Rex","config":{"size":"XXXL","colorId":"ocean","hardwareId":"gold"}}          | config.size
          {"name":"Rex","config":{"size":"M","colorId":"plaid","hardwareId":"gold"}}             | config.colorId
          {"name":"Rex"}                                                                         | config
          {"name":" ","config":{"size":"M","colorId":"ocean","hardwareId":"gold"}}               | name
          {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold","personalization":{"text":"123456789012345678901","font":"block","position":"back","threadColor":"#FFFFFF"}}} | config.personalization.text
          {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold","personalization":{"text":"🐶","font":"block","position":"back","threadColor":"#FFFFFF"}}} | config.personalization.text
          {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold","personalization":{"text":"REX","font":"gothic","position":"back","threadColor":"#FFFFFF"}}} | config.personalization.font
          """)
  void namesTheFieldThatIsWrong(String body, String field) {
    assertInvalid(process.post("/api/designs", alice, body), field);
  }

  @ParameterizedTest
  @CsvSource({
    "status=NEW, status",
    "limit=0, limit",
    "limit=101, limit",
    "limit=ten, limit",
    "cursor=nonsense, cursor",
  })
  void namesTheParameterThatIsWrong(String query, String field) {
    assertInvalid(process.get("/api/designs?" + query, alice), field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"size\":\"M\",\n oops}", "", "null"})
  void tellsWhatIsNotReadable(String body) {
    Answer answer = process.post("/api/designs/quote", null, body);

    assertProblem(answer, 400, "malformed-body");
    if (body.contains("oops")) {
      assertThat(answer.json().get("detail").asText()).contains("line 2");
    }
  }

  @Test
  void refusesWhatIsTooLarge() {
    String body = "{\"name\":\"" + "x".repeat(70_000) + "\"}";

    assertProblem(process.post("/api/designs", alice, body), 413, "too-large");
  }

  @Test
  void needsALoginForWhatBelongsToSomeone() {
    String id = process.post("/api/designs", alice, DRAFT).json().get("id").asText();

    assertProblem(process.post("/api/designs", null, DRAFT), 401, "unauthenticated");
    assertProblem(process.get("/api/designs"), 401, "unauthenticated");
    assertProblem(process.get("/api/designs/" + id), 401, "unauthenticated");
    assertProblem(process.post("/api/designs/" + id + "/share", null, ""), 401, "unauthenticated");
  }

  @Test
  void anothersDesignIsNotThere() {
    String id = process.post("/api/designs", alice, DRAFT).json().get("id").asText();
    process.get("/api/designs/" + id, alice);

    assertProblem(process.get("/api/designs/" + id, bob), 404, "not-found");
    assertProblem(process.post("/api/designs/" + id + "/share", bob, ""), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/designs/1",
        "/api/designs/1-1-1-1-1",
        "/api/designs/0a0a0a0a-0000-4000-8000-00000000000f",
        "/api/designs/shared/short",
        "/api/designs/shared/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void whatDoesNotExistIsNotThere(String path) {
    assertProblem(process.get(path, alice), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/builder/designs/%s/revisions/1",
        "/internal;a=b/builder/designs/%s/revisions/1",
        "/internal;/builder/designs/%s/revisions/1",
        "//internal/builder/designs/%s/revisions/1",
        "/%%69nternal/builder/designs/%s/revisions/1",
        "/./internal/builder/designs/%s/revisions/1",
      })
  void theContractIsNotForThePublic(String path) {
    String id = process.post("/api/designs", alice, DRAFT).json().get("id").asText();

    URI address = URI.create(process.url() + String.format(path, id));
    Answer answer =
        process.send(
            HttpRequest.newBuilder(address).header("Authorization", "Bearer " + bob).GET());

    assertThat(answer.status()).as(answer.text()).isIn(400, 404);
  }

  @Test
  void aNeighbourReadsARevisionFromElsewhereAsItWouldHere() {
    String id = process.post("/api/designs", alice, DRAFT).json().get("id").asText();
    try (Neighbours neighbours = new Neighbours()) {
      Designs designs = neighbours.contract(ModuleName.BUILDER, Designs.class, process.url());

      DesignRevision revision = designs.revision(DesignId.fromString(id), 1);

      assertThat(revision.designId()).hasToString(id);
      assertThat(revision.config().personalization().text()).isEqualTo("REX");
      assertThat(revision.price().total()).isEqualTo(Money.usd(8155));
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(() -> designs.revision(DesignId.fromString(id), 2))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }
  }

  private static Answer conditional(String path, String token, String tag) {
    return process.send(process.request(path, token).header("If-None-Match", tag).GET());
  }

  private static void assertInvalid(Answer answer, String field) {
    assertProblem(answer, 400, "invalid-input");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + code);
  }
}
