package pet.backend.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.glassfish.jersey.model.Parameter.Source;
import org.glassfish.jersey.server.model.Parameter;
import pet.domain.PageQuery;
import pet.platform.idempotency.Idempotency;

/** What a request carries beside its body. */
final class Parameters {

  private final ObjectMapper json;
  private final Javadoc javadoc;
  private final Schemas schemas;

  Parameters(ObjectMapper json, Javadoc javadoc, Schemas schemas) {
    this.json = json;
    this.javadoc = javadoc;
    this.schemas = schemas;
  }

  ArrayNode of(Endpoint endpoint) {
    ArrayNode all = json.createArrayNode();
    endpoint.parameters(Source.PATH).forEach(found -> path(all, endpoint, found));
    endpoint.parameters(Source.QUERY).forEach(found -> add(all, endpoint, found, "query"));
    endpoint.parameters(Source.HEADER).forEach(found -> add(all, endpoint, found, "header"));
    for (var told :
        endpoint.method().getAnnotationsByType(io.swagger.v3.oas.annotations.Parameter.class)) {
      ObjectNode header = parameter(all, told.name(), "header", told.required());
      header.put("description", told.description()).putObject("schema").put("type", "string");
    }
    if (Operations.isConditional(endpoint)) {
      ObjectNode condition = parameter(all, HttpHeaders.IF_NONE_MATCH, "header", false);
      condition
          .put("description", "The ETag that was read")
          .putObject("schema")
          .put("type", "string");
    }
    return all;
  }

  private static ObjectNode parameter(ArrayNode all, String name, String in, boolean required) {
    ObjectNode parameter = all.addObject().put("name", name).put("in", in);
    if (required) {
      parameter.put("required", true);
    }
    return parameter;
  }

  private void path(ArrayNode all, Endpoint endpoint, Parameter found) {
    ObjectNode parameter = add(all, endpoint, found, "path");
    ObjectNode schema = (ObjectNode) parameter.get("schema");
    endpoint
        .pattern(found.getSourceName())
        .ifPresent(
            pattern -> {
              if (pattern.matches("\\w+(\\|\\w+)*")) {
                ArrayNode choices = schema.putArray("enum");
                List.of(pattern.split("\\|", -1)).forEach(choices::add);
              } else if (!pattern.equals(".+")) {
                schema.put("pattern", "^" + pattern + "$");
              }
            });
  }

  private ObjectNode add(ArrayNode all, Endpoint endpoint, Parameter found, String in) {
    String name = found.getSourceName();
    boolean required =
        in.equals("path") || (name.equals(HttpHeaders.IF_MATCH) && needsIfMatch(endpoint));
    ObjectNode parameter = parameter(all, name, in, required);
    ObjectNode schema = schema(found);
    javadoc
        .of(endpoint.owner(), endpoint.method().getName(), name)
        .or(() -> known(name, schema))
        .ifPresent(text -> parameter.put("description", text));
    parameter.set("schema", schema);
    return parameter;
  }

  private ObjectNode schema(Parameter found) {
    Schema told = found.getAnnotation(Schema.class);
    Class<?> type =
        told == null || told.implementation() == Void.class
            ? found.getRawType()
            : told.implementation();
    ObjectNode schema = schemas.of(type);
    schemas.limits(schema, told);
    return schema;
  }

  /** What is the same wherever it appears. */
  private static Optional<String> known(String name, ObjectNode schema) {
    switch (name) {
      case "limit" ->
          schema
              .put("type", "integer")
              .put("minimum", 1)
              .put("maximum", PageQuery.MAX_LIMIT)
              .put("default", PageQuery.DEFAULT_LIMIT);
      case "cursor" -> schema.put("pattern", "^[A-Za-z0-9_-]{32}$");
      case Idempotency.HEADER -> schema.put("pattern", "^[\\x21-\\x7E]{1,255}$");
      default -> {}
    }
    return Optional.ofNullable(
        switch (name) {
          case "limit" -> "How many there are on a page";
          case "cursor" -> "The `nextCursor` of the page before";
          case HttpHeaders.IF_MATCH -> "The ETag that was read, or `*`";
          case Idempotency.HEADER ->
              "Of the client's choice: under the same key the same request is done once, and"
                  + " answered as the first time, for 24 hours";
          default -> null;
        });
  }

  /** A whole form is replaced or patched only by who knows it. */
  static boolean needsIfMatch(Endpoint endpoint) {
    return endpoint.header(HttpHeaders.IF_MATCH).isPresent()
        && (endpoint.verb().equals("patch") || endpoint.verb().equals("put"));
  }

  /** A parameter beside the path that may be other than its schema says. */
  static boolean canBeWrong(ArrayNode parameters) {
    return StreamSupport.stream(parameters.spliterator(), false)
        .filter(parameter -> !parameter.get("in").asText().equals("path"))
        .map(parameter -> parameter.get("schema"))
        .anyMatch(Parameters::isLimited);
  }

  private static boolean isLimited(JsonNode schema) {
    return !schema.path("type").asText().equals("string")
        || schema.has("enum")
        || schema.has("pattern")
        || schema.has("format");
  }
}
