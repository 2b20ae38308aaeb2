package pet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.ModuleName;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.PetApplication;

/** A process whose settings are wrong says what is wrong, and starts nothing. */
class WrongSettingsIT {

  private static final String YAML = "src/test/resources/process.yml";

  /** Asks for a neighbour and has a setting of its own. */
  private record Asking(AtomicBoolean installed) implements Module {
    @SuppressWarnings("UnusedMethod") // Jackson makes one
    record Settings(String color, Integer workers) {
      Settings {
        if (workers != null && workers < 1) {
          throw new IllegalArgumentException("at least one worker is needed");
        }
      }
    }

    @Override
    public ModuleName name() {
      return ModuleName.WEBHOOK;
    }

    @Override
    public Set<ModuleName> needs() {
      return Set.of(ModuleName.ORDER);
    }

    @Override
    public Class<?> settings() {
      return Settings.class;
    }

    @Override
    public void install(ModuleContext context) {
      installed.set(true);
    }
  }

  private final AtomicBoolean installed = new AtomicBoolean();

  /** A process that would start, were it not for what the test sets. */
  private PetProcess.Builder process() {
    return PetProcess.of("test", List.of(new Asking(installed)), YAML)
        .with("modules.webhook", "local")
        .with("modules.order", "http://localhost:1")
        .with("modules.user", "off")
        .with("modules.builder", "off")
        .with("modules.analytics", "off")
        // Nobody is there: whoever asks fails otherwise than by the words that are looked for.
        .with("database.url", "jdbc:postgresql://localhost:1/pet");
  }

  private AbstractStringAssert<?> refused(PetProcess.Builder process) {
    int port = FreePorts.next();
    Throwable refusal =
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() -> process.start(port))
            .actual();
    assertThat(installed).isFalse();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new Socket("localhost", port).close());
    return assertThat(refusal.getCause().getMessage());
  }

  @Test
  void aNeighbourThatIsOff() {
    refused(process().with("modules.order", "off"))
        .contains(YAML + ":7, PET_MODULE_ORDER: setting modules.order is off")
        .contains("the webhook module, which runs here, needs it");
  }

  @Test
  void aModuleThatThisProgramDoesNotContain() {
    refused(process().with("modules.builder", "local"))
        .contains("PET_MODULE_BUILDER: setting modules.builder is local")
        .contains("does not contain it; it has webhook");
  }

  static Stream<String> ownHosts() throws IOException {
    return Stream.of(
        "localhost", "127.0.0.1", "127.1.2.3", "[::1]", InetAddress.getLocalHost().getHostName());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("ownHosts")
  void aUrlThatIsThisVeryProcess(String host) {
    int port = FreePorts.next();
    Throwable refusal =
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(
                () ->
                    process()
                        .with(
                            "modules.order",
                            "http://elsewhere.invalid:1,http://" + host + ":" + port)
                        .start(port))
            .actual();

    assertThat(refusal.getCause())
        .hasMessageContaining("setting modules.order is http://" + host + ":" + port)
        .hasMessageContaining("this very process");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loca1", "http://a:1,http://a:1", "http://a/path", "a:4002"})
  void aPlaceThatCannotBeRead(String place) {
    refused(process().with("modules.order", place))
        .contains("PET_MODULE_ORDER: setting modules.order is wrong")
        .doesNotContain("needs it");
  }

  @Test
  void aModuleThatIsMisspelt() {
    refused(process().with("modules.bilder", "off"))
        .contains("setting modules.bilder names no module; did you mean 'builder'?");
    refused(process().with("modules.payments", "off")).contains("there are analytics, builder");
  }

  @Test
  void aSettingThatIsMisspelt() {
    refused(process().with("databse.url", "x"))
        .contains("databse is not known; did you mean 'data");
    refused(process().with("webhook.colour", "x"))
        .contains("webhook.colour is not known; did you mean 'color'?");
    refused(process().with("webhook.workers", 0))
        .contains("setting webhook is wrong: at least one worker is needed");
    refused(process().with("databases.oder.user", "x")).contains("did you mean 'order'?");
    refused(process().with("forwarding.trustedProxies", "nonsense"))
        .contains("forwarding.trustedProxies: 'nonsense' is no address or network");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    refused(
            process()
                .with("modules.order", "off")
                .with("modules.builder", "local")
                .with("modules.users", "off")
                .with("encryption.key", "short")
                .with("webhook.colour", "x"))
        .contains("modules.order", "modules.builder", "modules.users", "encryption.key", "colour");
  }

  @Test
  void developmentsSecretsInProduction() {
    refused(process().with("stage", "production"))
        .contains("setting encryption.key must be set in production")
        .contains("PET_LOGIN_JWKS_URL: setting login.jwksUrl must be set in production")
        .contains("setting remote.secret must be set in production");
  }

  @Test
  void weakSecretsInProduction() {
    refused(
            process()
                .with("stage", "production")
                .with("encryption.key", Base64.getEncoder().encodeToString(new byte[32]))
                .with("remote.secret", "geheim"))
        .contains("PET_ENCRYPTION_KEY: setting encryption.key has a key that is too simple")
        .contains("PET_INTERNAL_SECRET: setting remote.secret is too short")
        .doesNotContain("geheim", "AAAA");
  }

  @Test
  void loginsForAnybodyInProduction() {
    PetProcess.Builder production =
        process()
            .with("stage", "production")
            .with("login.jwksUrl", "http://localhost:1/keys")
            .with("login.issuer", "somebody");

    refused(production).contains("PET_LOGIN_AUDIENCE: setting login.audience must be set");
    refused(production.with("login.audience", "pet")).doesNotContain("login.audience");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pet", "geheim"})
  void aWeakPasswordOfADatabaseInProduction(String password) {
    PetProcess.Builder process =
        PetProcess.of("test", List.of(new Storing()), YAML)
            .with("stage", "production")
            .with("login.jwksUrl", "http://localhost:1/keys")
            .with("login.issuer", "somebody")
            .with("login.audience", "pet")
            .with("encryption.key", "b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=")
            .with("remote.secret", "0123456789abcdef0123456789abcdef")
            .with("modules.user", "off")
            .with("modules.builder", "off")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .with("database.url", "jdbc:postgresql://localhost:1/pet")
            .with("database.password", password);

    refused(process)
        .contains("setting database.password, or databases.order.password,")
        .doesNotContain("geheim");
  }

  /** Keeps something. */
  private static final class Storing implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.ORDER;
    }

    @Override
    public void install(ModuleContext context) throws Exception {
      context.store("nowhere", "pet/testing/toys.yaml");
    }
  }

  /** What an operator sees: words with the line, and an exit status that says no. */
  @Test
  void endsTheProcessWithAStatusAndWords() throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "server",
            YAML);
    Map<String, String> environment = java.environment();
    environment.put("PET_MODULE_ORDER", "locl");
    environment.put("PET_REMOTE_TIMEOUT", "soon");
    Process process = java.redirectErrorStream(true).start();
    String first = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(first).contains("cannot start", "remote.timeout (" + YAML, "PET_REMOTE_TIMEOUT");

    environment.remove("PET_REMOTE_TIMEOUT");
    process = java.start();
    String second = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(second).contains("cannot start", YAML + ":7, PET_MODULE_ORDER").contains("locl");
  }

  /** A program without a module. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      new PetApplication("nothing", List.of()).run(args);
    }
  }
}
