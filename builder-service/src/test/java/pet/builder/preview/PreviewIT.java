package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** A picture of what nobody has saved yet. */
@ExtendWith(ServersExtension.class)
class PreviewIT {

  private static final String CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":
      {"text":"REX","font":"block","position":"back","threadColor":"#FFFFFF"}}""";

  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
            .on(servers)
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static Answer draw(String config, String accept) {
    HttpRequest.Builder request =
        process
            .request("/api/previews", null)
            .header("Content-Type", "application/json")
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(config));
    return process.send(request);
  }

  @Test
  void aConfigIsDrawnWithoutALogin() {
    Answer drawn = draw(CONFIG, "image/svg+xml");

    assertThat(drawn.status()).isEqualTo(200);
    assertThat(drawn.header("content-type")).isEqualTo("image/svg+xml");
    assertThat(drawn.header("content-security-policy")).isEqualTo("default-src 'none'");
    assertThat(drawn.text()).startsWith("<svg ").endsWith("</svg>");
    assertThat(draw(CONFIG, "*/*").text()).isEqualTo(drawn.text());
  }

  @Test
  void whatIsWrongIsNamed() {
    Answer wrong = draw(CONFIG.replace("ocean", "plaid"), "image/svg+xml, application/json");

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("colorId");
    assertThat(draw("", "image/svg+xml").status()).isEqualTo(400);
    assertThat(draw(CONFIG, "text/html").status()).isEqualTo(406);
  }
}
