package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.backend.BackendService;
import pet.builder.BuilderModule;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Each process tells of what it answers, and has the page. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OpenApiPlacesIT {

  private static final String ELSEWHERE = "http://localhost:" + FreePorts.next();

  @Test
  void aProcessThatForwardsEverythingTellsOfEverything(Servers servers) throws Exception {
    try (PetProcess process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers)
            .with("modules.user", ELSEWHERE)
            .with("modules.order", ELSEWHERE)
            .with("modules.builder", ELSEWHERE)
            .with("modules.webhook", ELSEWHERE)
            .with("modules.analytics", ELSEWHERE)
            .start()) {
      assertThat(process.get("/openapi.json").json().equals(OpenApiIT.committed()))
          .as("it is docs/openapi.json")
          .isTrue();
      thePageIsThere(process);
    }
  }

  @Test
  void theBuildersProcessTellsOfTheBuilderAndNothingElse(Servers servers) {
    try (PetProcess process =
        PetProcess.of(
                "builder-service", List.of(new BuilderModule()), "../builder-service/builder.yml")
            .on(servers)
            .with("modules.user", ELSEWHERE)
            .start()) {
      JsonNode document = process.get("/openapi.json").json();
      assertThat(document.get("paths").fieldNames())
          .toIterable()
          .contains("/api/catalog", "/api/designs/{id}")
          .allMatch(path -> path.matches("/api/(catalog|designs|presets|previews)\\b.*"));
      assertThat(document.get("tags").findValuesAsText("name")).containsExactly("builder");
      assertThat(document.at("/components/schemas").fieldNames())
          .toIterable()
          .contains("Design", "Problem")
          .doesNotContain("Order", "Profile", "Delivery");
      // Whatever is pointed to is there, and whatever is there is pointed to.
      Contract contract = new Contract(document);
      assertThat(contract.references()).allMatch(contract::has);
      assertThat(document.at("/components/schemas").fieldNames())
          .toIterable()
          .allMatch(name -> contract.references().anyMatch(r -> r.endsWith("/schemas/" + name)));
      thePageIsThere(process);
    }
  }

  private static void thePageIsThere(PetProcess process) {
    Answer page = process.get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
    assertThat(page.text()).doesNotContain("http");
    List<String> files =
        page.text()
            .lines()
            .flatMap(line -> Stream.of(line.split("\"", -1)))
            .filter(part -> part.startsWith("/docs/"))
            .toList();
    assertThat(files).hasSize(4);
    for (String file : files) {
      Answer found = process.get(file);
      assertThat(found.status()).as(file).isEqualTo(200);
      Answer again =
          process.send(process.request(file, null).header("If-None-Match", found.header("ETag")));
      assertThat(again.status()).as(file).isEqualTo(304);
    }
    assertThat(process.get("/docs/..%2fpage.html").status()).isBetween(400, 404);
    assertThat(process.get("/docs/index.html").status()).isEqualTo(404);
  }
}
