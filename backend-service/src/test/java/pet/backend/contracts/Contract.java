package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import pet.testing.Answer;

/**
 * A document that a process served, as its client reads it: holds each answer against what is said
 * of its operation. Answers must have no property that the document does not know.
 */
final class Contract {

  private static final String PLACE = "https://pet.test/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry registry;

  Contract(JsonNode served) {
    document = served;
    ObjectNode strict = served.deepCopy();
    strict.at("/components/schemas").forEach(Contract::forbidWhatIsUnknown);
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(PLACE, strict.toString())));
  }

  /** The whole, but for rows of rollups, which have more than every row has. */
  private static void forbidWhatIsUnknown(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("allOf")) {
      // Of several together, none alone knows all.
      object.put("unevaluatedProperties", false);
      return;
    }
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")
        && !object.at("/properties").has("windowStart")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(Contract::forbidWhatIsUnknown);
  }

  /** An operation, such as {@code get /api/catalog}. */
  record Operation(String verb, String path, JsonNode said) {
    @Override
    public String toString() {
      return verb + " " + path;
    }
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(o -> all.add(new Operation(o.getKey(), path.getKey(), o.getValue()))));
    return all;
  }

  /** The operation that a request is, by its method and path. */
  Operation find(String method, String requested) {
    return operations().stream()
        .filter(operation -> operation.verb.equalsIgnoreCase(method))
        .filter(operation -> matches(operation.path, requested))
        // What is said in words goes before what stands for anything.
        .max((one, other) -> Integer.compare(literal(one.path), literal(other.path)))
        .orElseThrow(() -> new AssertionError("not in the document: " + method + " " + requested));
  }

  private static boolean matches(String template, String requested) {
    String pattern =
        template
            // The only one that goes over several parts of a path.
            .replace("{topic}", ".+")
            .replaceAll("\\{[^}]+}", "[^/]+");
    return requested.matches(pattern);
  }

  private static int literal(String template) {
    return template.replaceAll("\\{[^}]+}", "").length();
  }

  /** Fails unless the answer is one that the document knows. */
  void check(Operation operation, Answer answer) {
    String status = Integer.toString(answer.status());
    JsonNode responses = operation.said.get("responses");
    assertThat(responses.has(status)).as("%s may be %s", operation, answer).isTrue();
    String pointer = "/paths/" + escaped(operation.path) + "/" + operation.verb + "/responses/";
    JsonNode response = responses.get(status);
    pointer += status;
    if (response.has("$ref")) {
      pointer = response.get("$ref").asText().substring(1);
      response = document.at(pointer);
    }
    headers(operation, response, answer);
    JsonNode content = response.path("content");
    if (content.isEmpty()) {
      assertThat(answer.text()).as("%s %s has no body", operation, status).isEmpty();
      return;
    }
    String type = Optional.ofNullable(answer.header("Content-Type")).orElse("none");
    String bare = type.replaceFirst(";.*", "");
    assertThat(content.has(bare)).as("%s %s is %s", operation, status, type).isTrue();
    if (bare.endsWith("json")) {
      Schema schema =
          registry.getSchema(
              SchemaLocation.of(PLACE + "#" + pointer + "/content/" + escaped(bare) + "/schema"));
      assertThat(schema.validate(answer.json()))
          .as("%s %s: %s", operation, status, answer.text())
          .isEmpty();
    }
  }

  private static void headers(Operation operation, JsonNode response, Answer answer) {
    response
        .path("headers")
        .properties()
        .forEach(
            header -> {
              String value = answer.header(header.getKey());
              // With a 409 and a 401 it depends on which one it is; with a 304 on a POST there is
              // none.
              if (answer.status() < 400) {
                assertThat(value)
                    .as("%s: %s of %s", operation, header.getKey(), answer)
                    .isNotNull();
              }
              JsonNode only = header.getValue().at("/schema/const");
              if (!only.isMissingNode()) {
                assertThat(value).as("%s: %s", operation, header.getKey()).isEqualTo(only.asText());
              }
            });
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }

  /** Every pointer of the document. */
  Stream<String> references() {
    return document.findValuesAsText("$ref").stream();
  }

  boolean has(String reference) {
    return !document.at(reference.substring(1)).isMissingNode();
  }
}
