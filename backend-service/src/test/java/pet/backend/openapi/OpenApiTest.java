package pet.backend.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.messaging.Json;

/** {@code docs/openapi.json}, which processes serve, is what the code says. */
class OpenApiTest {

  private static final Path ROOT = Path.of("..");
  private static final Path FILE = ROOT.resolve("docs/openapi.json");

  private static ObjectNode document;

  @BeforeAll
  static void generate() {
    document = new OpenApiGenerator(ROOT).document();
  }

  @Test
  void itIsAnOpenApiDocumentByTheSpecificationsOwnSchema() {
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemaIdResolvers(
                    ids ->
                        ids.mapPrefix(
                            "https://spec.openapis.org/", "classpath:spec.openapis.org/")));
    Schema openApi =
        registry.getSchema(
            SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));
    assertThat(openApi.validate(document)).isEmpty();
    // The schema sees what is wrong.
    ObjectNode broken = document.deepCopy();
    ((ObjectNode) broken.at("/paths/~1api~1designs/post")).put("operationID", "x");
    ((ObjectNode) broken.at("/components/schemas/Design")).put("type", "thing");
    assertThat(openApi.validate(broken)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void operationIdsAreUnique() {
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
  }

  @Test
  void internalPathsAreNotInIt() {
    assertThat(document.toString()).doesNotContain("/internal").doesNotContain("X-Pet-");
  }

  @Test
  void theCommittedDocumentIsWhatTheCodeSays() throws Exception {
    String text =
        Json.strict()
                .writer(
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
                .writeValueAsString(document)
            + "\n";
    if (Boolean.getBoolean("pet.openapi.write")) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE)
        .as("the contract has changed: look at what `make openapi` changes, and commit it")
        .hasContent(text);
  }
}
