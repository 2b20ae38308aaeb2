package pet.testing.remote;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Secret;
import pet.platform.remote.RemoteSettings;
import pet.platform.remote.ServiceIdentity;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.ScriptedBehaviour;
import pet.testing.ScriptedServer;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Two processes: one hosts a contract, the other's module calls it. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class RemoteCallIT {

  private static final ServiceIdentity SERVICE =
      new ServiceIdentity("test", new Secret(RemoteSettings.DEVELOPMENT_SECRET));
  private static final int CONCURRENCY = 3;

  private static final ScriptedServer BAD = new ScriptedServer(ScriptedBehaviour.WELL);

  private static PetProcess called;
  private static PetProcess caller;
  private static PetProcess callerOfTheBad;

  @BeforeAll
  static void boot(Servers servers) {
    called =
        process(servers, "called", new ToyModule())
            .with("modules.user", "local")
            .with("modules.order", "off")
            .start();
    caller = callerOf(servers, called.url());
    callerOfTheBad = callerOf(servers, BAD.url());
  }

  private static PetProcess callerOf(Servers servers, URI url) {
    return process(servers, "caller", new ShopModule())
        .with("modules.order", "local")
        .with("modules.user", url)
        .with("remote.concurrency", CONCURRENCY)
        .with("remote.timeout", "30s")
        .start();
  }

  private static PetProcess.Builder process(Servers servers, String name, Module module) {
    return PetProcess.of(name, List.of(module), "src/test/resources/process.yml").on(servers);
  }

  @AfterAll
  static void stop() {
    Stream.of(caller, callerOfTheBad, called).forEach(PetProcess::close);
    BAD.close();
  }

  @Test
  void aModuleCallsItsNeighbourElsewhere() {
    assertThat(caller.get("/api/orders/toys").json().get("count").asInt()).isZero();
    Answer refused = caller.get("/api/orders/refusal?how=INVALID_FIELDS");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/1/field").asText()).isEqualTo("size");
    Answer broken = caller.get("/api/orders/broken");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.text()).contains("urn:pet:incident:").doesNotContain("hunter2");
  }

  @Test
  void operatorsSeeTheCalls() {
    caller.get("/api/orders/toys");
    caller.get("/api/orders/refusal?how=NOT_FOUND");

    String metrics = caller.admin("/metrics").text();
    String breaker = "remote_breaker_user_localhost_" + called.url().getPort();
    assertThat(metrics)
        .containsPattern("remote_calls_user_answered_count [1-9]")
        .containsPattern("remote_calls_user_refused_count [1-9]")
        .contains("remote_calls_user_unavailable_count 0")
        .contains(breaker + " 0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal/user/toys/count",
        "/internal;a=b/user/toys/count",
        "//internal/user/toys/count",
        "/%69nternal/user/toys/count",
        "/./internal/user/toys/count",
        "/internal/user/toys/count/",
        "/internal/user/toys/nowhere",
        "/internal",
      })
  void internalPathsAreNotThereForAnybodyElse(String path) {
    String staff = PetProcess.token("bob", "staff");
    for (String header : List.of("X-Pet-Service", "X-Pet-Internal", "Authorization")) {
      for (String token :
          List.of(staff, "Bearer " + staff, SERVICE.tokenFor(ModuleName.ORDER), "x", "")) {
        Answer answer =
            called.send(
                HttpRequest.newBuilder(URI.create(called.url() + path))
                    .header(header, token)
                    .GET());
        assertThat(answer.status()).as(header + ": " + token).isIn(400, 404);
        assertThat(answer.header("X-Pet-Answered-By")).isNull();
      }
    }
  }

  /** Not even by another method, type or length than they take: that would be another answer. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void internalPathsDoNotTellThatTheyAreThere(String method) {
    for (String type : List.of("application/json", "text/plain", "application/xml")) {
      Answer nothing = anonymous(method, "/internal/nowhere", type);
      for (String path : List.of("/toys/count", "/toys", "/toys/search?size=x", "/toys/maybe")) {
        Answer there = anonymous(method, "/internal/user" + path, type);
        assertThat(there).asString().as(path).isEqualTo(nothing.toString()).startsWith("404");
        assertThat(headers(there)).as(path).isEqualTo(headers(nothing));
      }
    }
  }

  private static Answer anonymous(String method, String path, String type) {
    BodyPublisher body =
        method.startsWith("P") ? BodyPublishers.ofString("x".repeat(70_000)) : noBody();
    return called.send(
        called
            .request(path, null)
            .header("Content-Type", type)
            .header("Accept", type)
            .method(method, body));
  }

  private static Map<String, List<String>> headers(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void internalPathsAreThereForAServiceOfOurs() {
    Answer answer =
        called.send(
            called
                .request("/internal/user/toys/count", null)
                .header(ServiceIdentity.HEADER, SERVICE.tokenFor(ModuleName.USER))
                .GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("0");
  }

  @Test
  void productionDoesNotBelieveDevelopmentsSecret(Servers servers) {
    PetProcess.Builder production =
        process(servers, "production", new ToyModule())
            .with("stage", "production")
            .with("encryption.key", Base64.getEncoder().encodeToString(new byte[32]))
            .with("remote.secret", "ours," + RemoteSettings.DEVELOPMENT_SECRET);

    assertThatThrownBy(production::start)
        .rootCause()
        .hasMessageContaining("setting remote.secret must be set in production");
  }

  @Test
  void aServicesTokenIsNoLogin() {
    String token = SERVICE.tokenFor(ModuleName.ORDER);

    assertThat(caller.get("/api/orders/login", token).status()).isEqualTo(401);
  }

  @Test
  void nobodySaysWhoTheyAreByAHeader() {
    Answer answer =
        caller.send(
            caller
                .request("/api/orders/who", null)
                .header(Caller.HEADER, "eyJzdWJqZWN0IjoiYm9iIiwicm9sZXMiOlsic3RhZmYiXX0")
                .GET());

    assertThat(answer.json().get("known").asBoolean()).isFalse();
  }

  @Test
  void aNeighbourThatHangsTakesNoMoreThanItsShareOfTheThreads() {
    BAD.behave(ScriptedBehaviour.HANGS);
    int before = BAD.requests();
    ExecutorService clients = Executors.newFixedThreadPool(30);
    try {
      List<CompletableFuture<Answer>> answers =
          IntStream.range(0, 30)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> callerOfTheBad.get("/api/orders/toys"), clients))
              .toList();
      await()
          .untilAsserted(
              () ->
                  assertThat(answers.stream().filter(CompletableFuture::isDone))
                      .hasSizeGreaterThanOrEqualTo(30 - CONCURRENCY));
      assertThat(callerOfTheBad.get("/api/orders/own").status()).isEqualTo(200);
      BAD.goAway();
      for (CompletableFuture<Answer> answer : answers) {
        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(answer.join().header("retry-after")).isNotNull();
      }
      // Each of those that had a place may have tried again.
      assertThat(BAD.requests() - before).isLessThanOrEqualTo(3 * CONCURRENCY);
    } finally {
      clients.shutdownNow();
    }
    BAD.comeBack();
    BAD.behave(ScriptedBehaviour.WELL);
    await()
        .untilAsserted(
            () -> assertThat(callerOfTheBad.get("/api/orders/toys").status()).isEqualTo(200));
  }

  private static final class ToyModule implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.USER;
    }

    @Override
    public void install(ModuleContext context) {
      context.provide(Toys.class, new ToyBox());
    }
  }

  private static final class ShopModule implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.ORDER;
    }

    @Override
    public Set<ModuleName> needs() {
      return Set.of(ModuleName.USER);
    }

    @Override
    public void install(ModuleContext context) {
      context.resource(new Shop(context.neighbour(ModuleName.USER, Toys.class)));
    }
  }

  /** Public only for Jersey. */
  @Path("/api/orders")
  @Produces("application/json")
  public static final class Shop {

    private final Toys toys;

    Shop(Toys toys) {
      this.toys = toys;
    }

    @GET
    @Path("toys")
    public Map<String, Integer> count() {
      return Map.of("count", toys.count());
    }

    @GET
    @Path("refusal")
    public void refusal(@QueryParam("how") Toys.Refusal how) {
      toys.refuse(how);
    }

    @GET
    @Path("broken")
    public int broken() {
      return toys.unexpected("hunter2");
    }

    @GET
    @Path("own")
    public Set<String> own() {
      return Set.of();
    }

    @GET
    @Path("who")
    public Map<String, Boolean> who(@HeaderParam(Caller.HEADER) Caller caller) {
      return Map.of("known", Optional.ofNullable(caller).isPresent());
    }

    @GET
    @Path("login")
    public Set<String> login(@Auth Caller caller) {
      return caller.roles();
    }
  }
}
