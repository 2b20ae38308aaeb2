package pet.backend.contracts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.glassfish.jersey.model.Parameter.Source;
import pet.domain.Page;
import pet.domain.ProblemCode;
import pet.platform.http.RequestCost;
import pet.platform.idempotency.Idempotency;
import pet.platform.openapi.Answers;

/**
 * An operation from a resource method. What all of the store's paths have in common is known here;
 * what a method has of its own is in its signature, its Javadoc, and in {@link Answers}.
 */
final class Operations {

  static final String LOGIN = "login";

  private final ObjectMapper json;
  private final Javadoc javadoc;
  private final Schemas schemas;
  private final Problems problems;
  private final Parameters parameters;

  Operations(ObjectMapper json, Javadoc javadoc, Schemas schemas, Problems problems) {
    this.json = json;
    this.javadoc = javadoc;
    this.schemas = schemas;
    this.problems = problems;
    this.parameters = new Parameters(json, javadoc, schemas);
  }

  ObjectNode of(Endpoint endpoint, String tag) {
    ObjectNode operation = json.createObjectNode();
    operation.put("operationId", endpoint.id());
    operation.putArray("tags").add(tag);
    describe(operation, endpoint);
    if (endpoint.knowsCaller()) {
      ArrayNode security = operation.putArray("security");
      security.addObject().putArray(LOGIN);
      if (!endpoint.needsLogin()) {
        security.addObject();
      }
    }
    ArrayNode taken = parameters.of(endpoint);
    if (!taken.isEmpty()) {
      operation.set("parameters", taken);
    }
    endpoint.body().ifPresent(body -> body(operation.putObject("requestBody"), endpoint));
    ObjectNode responses = operation.putObject("responses");
    successes(responses, endpoint);
    refusals(responses, endpoint, taken);
    return operation;
  }

  private void describe(ObjectNode operation, Endpoint endpoint) {
    String text =
        javadoc
            .ofMethod(endpoint.owner(), endpoint.method().getName())
            .orElse(words(endpoint.method().getName()) + ".");
    int end = text.indexOf(". ");
    String first = end < 0 ? text : text.substring(0, end + 1);
    operation.put("summary", first.replaceFirst("\\.$", ""));
    if (first.length() < text.length() || endpoint.staffOnly()) {
      String rest = text.substring(first.length()).strip();
      operation.put("description", (rest + (endpoint.staffOnly() ? " For staff." : "")).strip());
    }
  }

  /** {@code changeStatus} is "Change status". */
  private static String words(String method) {
    String spaced = method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private void body(ObjectNode body, Endpoint endpoint) {
    Class<?> type = endpoint.body().orElseThrow().getRawType();
    ObjectNode content = json.createObjectNode();
    if (type == byte[].class || type == InputStream.class) {
      // Taken as bytes, for they are what was signed.
      content.putObject("application/json").putObject("schema").put("type", "object");
    } else {
      List<String> consumed = endpoint.consumes();
      for (String mediaType : consumed.isEmpty() ? List.of("application/json") : consumed) {
        content.putObject(mediaType).set("schema", schemas.of(type));
      }
    }
    body.put("required", !schemas.mayBeEmpty(type)).set("content", content);
  }

  private void successes(ObjectNode responses, Endpoint endpoint) {
    if (endpoint.returnsNothing() && !endpoint.produces().contains("text/event-stream")) {
      responses.putObject("204").put("description", "Done");
      return;
    }
    if (endpoint.returned().isEmpty() && endpoint.annotation().isEmpty()) {
      throw new IllegalStateException(
          endpoint.owner().getSimpleName()
              + "."
              + endpoint.method().getName()
              + " returns a Response: say with @Answers what is in it");
    }
    int[] statuses = endpoint.annotation().map(Answers::status).orElse(new int[] {200});
    for (int status : statuses) {
      ObjectNode response = responses.putObject(Integer.toString(status));
      response.put("description", meaning(status));
      headers(response, endpoint, status);
      if (status < 300 && !endpoint.verb().equals("head")) {
        content(response.putObject("content"), endpoint);
      }
    }
    if (isConditional(endpoint)) {
      ObjectNode unchanged = responses.putObject("304");
      unchanged.put("description", "It is what the ETag in If-None-Match stands for");
      headers(unchanged, endpoint, 304);
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Taken";
      case 302 -> "It is elsewhere by now";
      default -> "Done";
    };
  }

  /** A read that asks for the request's conditions. */
  static boolean isConditional(Endpoint endpoint) {
    return (endpoint.verb().equals("get") || endpoint.verb().equals("head"))
        && endpoint.takes(Request.class);
  }

  private void content(ObjectNode content, Endpoint endpoint) {
    List<String> produced =
        endpoint
            .annotation()
            .map(Answers::mediaTypes)
            .filter(types -> types.length > 0)
            .map(List::of)
            .orElse(endpoint.produces());
    for (String mediaType : produced) {
      ObjectNode media = content.putObject(mediaType);
      if (mediaType.startsWith("image/svg") || mediaType.startsWith("text/")) {
        media.putObject("schema").put("type", "string");
      } else if (!mediaType.startsWith("image/")) {
        media.set("schema", schema(endpoint));
      }
    }
  }

  private ObjectNode schema(Endpoint endpoint) {
    Optional<Type> returned = endpoint.returned();
    if (returned.isPresent()) {
      return schemas.of(returned.get());
    }
    Answers told = endpoint.annotation().orElseThrow();
    return told.page() ? schemas.of(Page.class, told.value()) : schemas.of(told.value());
  }

  private void headers(ObjectNode response, Endpoint endpoint, int status) {
    ObjectNode headers = json.createObjectNode();
    boolean changed =
        endpoint.header(HttpHeaders.IF_MATCH).isPresent()
            || endpoint.annotation().map(Answers::etag).orElse(false);
    boolean created = status == 201;
    boolean located = endpoint.annotation().map(Answers::location).orElse(true);
    if ((created && located) || status == 302) {
      header(headers, "Location", "Where it is").put("format", "uri-reference");
    }
    if (status != 302 && (isConditional(endpoint) || changed)) {
      header(headers, "ETag", "Of what was answered: for If-None-Match and If-Match");
    }
    String cacheControl = endpoint.annotation().map(Answers::cacheControl).orElse("");
    if (cacheControl.isEmpty() && isConditional(endpoint)) {
      cacheControl = endpoint.knowsCaller() ? "private, no-cache" : "no-cache";
    }
    if (!cacheControl.isEmpty() && status != 302) {
      header(headers, "Cache-Control", "Who may keep it").put("const", cacheControl);
    }
    if (!headers.isEmpty()) {
      response.set("headers", headers);
    }
  }

  private static ObjectNode header(ObjectNode headers, String name, String description) {
    ObjectNode header = headers.putObject(name);
    return header.put("description", description).putObject("schema").put("type", "string");
  }

  private void refusals(ObjectNode responses, Endpoint endpoint, ArrayNode taken) {
    Set<ProblemCode> codes = EnumSet.of(ProblemCode.UNAVAILABLE);
    if (RequestCost.of(endpoint.verb().toUpperCase(Locale.ROOT), endpoint.path()).isPresent()) {
      codes.add(ProblemCode.TOO_MANY_REQUESTS);
    }
    if (endpoint.knowsCaller()) {
      codes.add(ProblemCode.UNAUTHENTICATED);
    }
    if (endpoint.staffOnly()) {
      codes.add(ProblemCode.FORBIDDEN);
    }
    if (Parameters.canBeWrong(taken)) {
      codes.add(ProblemCode.INVALID_INPUT);
    }
    if (endpoint.parameters(Source.PATH).stream()
        .map(parameter -> endpoint.pattern(parameter.getSourceName()))
        .anyMatch(pattern -> !pattern.equals(Optional.of(".+")))) {
      codes.add(ProblemCode.NOT_FOUND);
    }
    if (endpoint.body().isPresent()) {
      codes.add(ProblemCode.INVALID_INPUT);
      codes.add(ProblemCode.MALFORMED_BODY);
      codes.add(ProblemCode.TOO_LARGE);
    }
    if (endpoint.header(Idempotency.HEADER).isPresent()) {
      codes.add(ProblemCode.IN_PROGRESS);
      codes.add(ProblemCode.KEY_REUSED);
    }
    if (endpoint.header(HttpHeaders.IF_MATCH).isPresent()) {
      codes.add(ProblemCode.STALE);
    }
    if (Parameters.needsIfMatch(endpoint)) {
      codes.add(ProblemCode.PRECONDITION_REQUIRED);
    }
    endpoint.annotation().ifPresent(told -> codes.addAll(List.of(told.problems())));
    boolean chosenMediaType = endpoint.body().isPresent() && !endpoint.consumes().contains("*/*");
    problems.add(responses, codes, chosenMediaType);
  }
}
