package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.messaging.Json;
import pet.platform.http.EventStreams;

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

  /** By the annotations alone, of whatever class; contracts between modules are in the domain. */
  @Test
  void everyPublicResourceMethodIsInItAndNothingElse() {
    Set<String> annotated = new TreeSet<>();
    new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("pet.builder", "pet.order", "pet.user", "pet.webhook", "pet.analytics")
        .forEach(
            type ->
                type.getMethods().stream()
                    .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                    .forEach(method -> annotated.add(annotated(method))));

    Set<String> told = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> told.add(verb + " " + path.getKey())));
    assertThat(told).isEqualTo(annotated).hasSizeGreaterThan(35);
  }

  private static String annotated(JavaMethod method) {
    String verb =
        method.getAnnotations().stream()
            .map(annotation -> annotation.getRawType())
            .filter(type -> type.isAnnotatedWith(HttpMethod.class))
            .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElseThrow();
    String path =
        method.getOwner().getAnnotationOfType(jakarta.ws.rs.Path.class).value()
            + method
                .tryGetAnnotationOfType(jakarta.ws.rs.Path.class)
                .map(own -> "/" + own.value())
                .orElse("");
    return verb + " " + path.replaceAll("\\{(\\w+): [^}]+}", "{$1}");
  }

  /** Forwarding, and a process that stops, know a stream by its path where no header says so. */
  @Test
  void streamsOfEventsAreKnownByTheirPathsAndNothingElseIs() {
    Set<String> streams = new TreeSet<>();
    Set<String> known = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().at("/get/responses/200/content").has("text/event-stream")) {
                streams.add(path.getKey());
              }
              if (EventStreams.areAt(path.getKey())) {
                known.add(path.getKey());
              }
            });
    assertThat(known).isEqualTo(streams).hasSizeGreaterThan(1);
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
