package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the build tries, it does not try on the database and with the secrets of who builds. */
class WithoutSettingsTest {

  @Test
  void aCommandHasNoneOfItsCallersSettings() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("scripts/without-settings", "env", "PET_LOG_LEVEL=WARN", "env")
            .directory(new File(".."))
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PET_ORDER_DATABASE_URL", "jdbc:postgresql://orders.example/pet");
    environment.put("SHOPIFY_WEBHOOK_SECRETS", "ours");
    environment.put("SHOPIFY_ADMIN_TOKEN_FILE", "/run/secrets/shopify");
    environment.put("STRIPE_WEBHOOK_SECRETS", "ours");
    environment.put("STANDARD_WEBHOOK_SECRETS_CLERK", "ours");
    environment.put("WEBHOOK_WORKERS", "7");
    environment.put("PET_JAVA_OPTS", "-Xcheck:jni");

    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(out).isZero();
    List<String> settings =
        out.lines()
            .filter(line -> line.matches("(PET|SHOPIFY|STRIPE|STANDARD|WEBHOOK)_.*"))
            .toList();
    assertThat(settings)
        .containsExactlyInAnyOrder("PET_LOG_LEVEL=WARN", "PET_JAVA_OPTS=-Xcheck:jni");
    assertThat(out).contains("PATH=").doesNotContain("ours");
  }
}
