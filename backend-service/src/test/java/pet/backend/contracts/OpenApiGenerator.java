package pet.backend.contracts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import pet.backend.BackendService;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.platform.Module;
import pet.platform.http.Problem;

/** The store's OpenAPI document, from the code of its modules. */
final class OpenApiGenerator {

  static final String VERSION = "3.1.0";

  private final ObjectMapper json = Json.strict();
  private final Javadoc javadoc;
  private final List<Endpoint> endpoints;

  /**
   * Reads the code.
   *
   * @param root the repository
   */
  OpenApiGenerator(java.nio.file.Path root) {
    javadoc = javadoc(root);
    endpoints =
        resources()
            .flatMap(Endpoint::of)
            .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb))
            .toList();
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  ObjectNode document() {
    Schemas schemas =
        new Schemas(
            json,
            javadoc,
            endpoints.stream()
                .flatMap(endpoint -> endpoint.body().stream())
                .<Class<?>>map(body -> body.getRawType())
                .toList());
    Problems problems = new Problems(json, schemas.of(Problem.class));
    Operations operations = new Operations(json, javadoc, schemas, problems);
    ObjectNode document = json.createObjectNode().put("openapi", VERSION);
    about(document);
    ObjectNode paths = document.putObject("paths");
    for (Endpoint endpoint : endpoints) {
      paths
          .withObjectProperty(endpoint.path())
          .set(endpoint.verb(), operations.of(endpoint, module(endpoint).key()));
    }
    ObjectNode components = document.putObject("components");
    ObjectNode definitions = schemas.definitions();
    close(definitions, paths);
    components.set("schemas", definitions);
    components.set("responses", problems.responses());
    components
        .putObject("securitySchemes")
        .putObject(Operations.LOGIN)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT")
        .put(
            "description",
            "A token of the store's OpenID provider. In development,"
                + " `make token SUBJECT=alice ROLE=staff` prints one.");
    return document;
  }

  private void about(ObjectNode document) {
    document
        .putObject("info")
        .put("title", "Pet Platform")
        .put("version", "1")
        .put(
            "description",
            "The store for custom dog harnesses. Refusals are problem details (RFC 9457), told"
                + " apart by their type. Amounts of money are Shopify's MoneyV2. Lists page by an"
                + " opaque cursor. Beside what is listed, an answer may be a 500, or a 502 or 504"
                + " where processes of the store lose each other; these are problem details, too.");
    document.putArray("servers").addObject().put("url", "/");
    ArrayNode tags = document.putArray("tags");
    for (Module module : BackendService.modules()) {
      ObjectNode tag = tags.addObject().put("name", module.name().key());
      javadoc.of(module.getClass()).ifPresent(text -> tag.put("description", text));
    }
  }

  private static ModuleName module(Endpoint endpoint) {
    return Stream.of(ModuleName.values())
        .filter(module -> module.answers(endpoint.path()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(endpoint.path() + " is no path of ModuleName"));
  }

  private static void close(ObjectNode definitions, ObjectNode paths) {
    paths.forEach(
        path ->
            path.forEach(
                operation ->
                    operation
                        .at("/requestBody/content")
                        .forEach(media -> Schemas.close(definitions, media.get("schema")))));
  }

  /** The classes of the modules with a path of their own: contracts are interfaces. */
  private static Stream<Class<?>> resources() {
    String[] packages =
        BackendService.modules().stream()
            .map(module -> module.getClass().getPackageName())
            .toArray(String[]::new);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(packages).stream()
            .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface())
            .map(JavaClass::reflect);
  }

  /** What the sources of every room say. */
  static Javadoc javadoc(java.nio.file.Path root) {
    return Javadoc.of(sources(root));
  }

  /** Of every room, for descriptions are wherever a type is. */
  private static List<java.nio.file.Path> sources(java.nio.file.Path root) {
    List<java.nio.file.Path> sources = new ArrayList<>();
    for (java.nio.file.Path parent : List.of(root, root.resolve("common"))) {
      try (Stream<java.nio.file.Path> rooms = Files.list(parent)) {
        rooms
            .map(room -> room.resolve("src/main/java"))
            .filter(Files::isDirectory)
            .forEach(sources::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }
}
