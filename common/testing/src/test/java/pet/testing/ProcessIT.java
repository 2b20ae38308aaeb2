package pet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.domain.builder.BuilderConfig;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** What every process does, shown by one with a module of the test's own. */
@ExtendWith(ServersExtension.class)
class ProcessIT {

  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("test", List.of(new TestModule()), "src/test/resources/process.yml")
            .on(servers)
            .with("modules.user", "local")
            .with("modules.order", "off")
            .with("modules.builder", "http://localhost:" + FreePorts.next())
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void isAliveAndReady() {
    assertThat(process.get("/healthz").status()).isEqualTo(200);
    assertThat(process.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void tellsOperatorsWhatItRuns() {
    assertThat(process.admin("/ping").text()).contains("pong");
    assertThat(process.admin("/metrics").text()).contains("# TYPE jvm_memory_used_bytes gauge");
    assertThat(process.admin("/modules").json().at("/modules/user").asText()).isEqualTo("local");
    assertThat(process.admin("/modules").json().at("/modules/order").asText()).isEqualTo("off");
    Answer health = process.admin("/healthcheck");
    assertThat(health.json().at("/redis/healthy").asBoolean()).as(health.text()).isTrue();
    assertThat(health.json().at("/kafka/healthy").asBoolean()).as(health.text()).isTrue();
  }

  @Test
  void answersInstantsInIso8601() {
    assertThat(process.get("/api/users/echo").json().get("at").asText())
        .isEqualTo("2026-11-22T19:05:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"size":"M","colorId":"ocean","hardwareId":"gold","price":1}  | price
          {"size":"M","colorId":7,"hardwareId":"gold"}                  | colorId
          {"size":"HUGE","colorId":"ocean","hardwareId":"gold"}         | size
          {"size":2,"colorId":"ocean","hardwareId":"gold"}              | size
          {"size":"M","colorId":"plaid","hardwareId":"gold"}            | colorId
          {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":[]} | personalization
          {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":{"text":"x","font":"block","position":"back","threadColor":"red"}} | personalization.threadColor
          """)
  void namesTheFieldThatIsWrong(String body, String field) {
    Answer answer = process.post("/api/users/echo", null, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:invalid-input");
    assertThat(answer.json().get("status").asInt()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void tellsWhereJsonIsMalformed() {
    Answer answer = process.post("/api/users/echo", null, "{\"size\":\"M\",\n  oops}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:malformed-body");
    assertThat(answer.json().get("detail").asText()).contains("line 2");
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    String large = "{\"size\":\"" + "M".repeat(70_000) + "\"}";
    assertThat(process.post("/api/users/echo", null, large).status()).isEqualTo(413);
    String deep = "{\"personalization\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    assertThat(process.post("/api/users/echo", null, deep).status()).isEqualTo(400);
  }

  @Test
  void knowsWhoAsks() {
    assertThat(process.get("/api/users/who").status()).isEqualTo(401);
    assertThat(process.get("/api/users/who", "nonsense").status()).isEqualTo(401);
    Answer nobody = process.get("/api/users/who");
    assertThat(nobody.header("content-type")).isEqualTo("application/problem+json");
    assertThat(nobody.header("www-authenticate")).startsWith("Bearer");
    String alice = PetProcess.token("alice", null);
    assertThat(process.get("/api/users/who", alice).json().get("subject").asText())
        .isEqualTo("alice");
    assertThat(process.get("/api/users/staff", alice).status()).isEqualTo(403);
    assertThat(process.get("/api/users/staff", PetProcess.token("bob", "staff")).status())
        .isEqualTo(200);
    String tampered = alice.substring(0, alice.length() - 4) + "AAAA";
    assertThat(process.get("/api/users/who", tampered).status()).isEqualTo(401);
  }

  @Test
  void answersEveryErrorAsAProblem() {
    Answer unknown = process.get("/api/users/nowhere");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().get("status").asInt()).isEqualTo(404);
    Answer broken = process.get("/api/users/broken?secret=hunter2");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.text()).doesNotContain("hunter2").contains("urn:pet:incident:");
  }

  @Test
  void answersWhatTheServerItselfRefusesAsAProblem() {
    for (String path : List.of("/api/users/a%2Fb", "/api/users//echo")) {
      Answer unreadable = process.get(path);
      assertThat(unreadable.status()).isEqualTo(400);
      assertThat(unreadable.header("content-type")).isEqualTo("application/problem+json");
      assertThat(unreadable.json().get("status").asInt()).isEqualTo(400);
    }
    Answer method =
        process.send(
            process.request("/api/users/echo", null).method("BREW", BodyPublishers.noBody()));
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.json().get("type").asText()).isEqualTo("urn:pet:problem:method-not-allowed");
  }

  @Test
  void anIncidentIsFoundByItsTrace() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Answer broken =
        process.send(
            process
                .request("/api/users/broken", null)
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-00"));
    assertThat(broken.json().get("traceId").asText()).isEqualTo(trace);
    assertThat(process.get("/api/users/nowhere").json().has("traceId")).isFalse();
  }

  @Test
  void aModuleThatIsAwayIsAProblemOfItsOwn() {
    Answer answer = process.get("/api/catalog");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isNotNull();
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:unavailable");
    assertThat(process.get("/api/users/echo").status()).isEqualTo(200);
  }

  private static final class TestModule implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.USER;
    }

    @Override
    public void install(ModuleContext context) {
      context.resource(new Echo());
    }
  }

  /** Public only for Jersey. */
  @Path("/api/users")
  @Produces("application/json")
  @Consumes("application/json")
  public static final class Echo {

    @GET
    @Path("echo")
    public Map<String, Instant> now() {
      return Map.of("at", Instant.parse("2026-11-22T19:05:00Z"));
    }

    @POST
    @Path("echo")
    public BuilderConfig echo(BuilderConfig config) {
      return config;
    }

    @GET
    @Path("who")
    public Map<String, String> who(@Auth Caller caller) {
      return Map.of("subject", caller.subject());
    }

    @GET
    @Path("maybe")
    public Map<String, Boolean> maybe(@Auth Optional<Caller> caller) {
      return Map.of("known", caller.isPresent());
    }

    @GET
    @Path("staff")
    @RolesAllowed(Caller.STAFF)
    public Map<String, String> staff() {
      return Map.of();
    }

    @GET
    @Path("broken")
    public String broken(@QueryParam("secret") String secret) {
      return List.of("this broke on " + secret).get(1);
    }
  }
}
