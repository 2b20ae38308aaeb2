package pet.backend.contracts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pet.domain.ProblemCode;
import pet.platform.http.Problem;

/** Refusals: each kind of them is a component, named after its problems. */
final class Problems {

  /** Jersey's own: no code of ours has it. */
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private static final String PREFIX = "urn:pet:problem:";

  private final ObjectMapper json;
  private final ObjectNode schema;
  private final Map<String, ObjectNode> used = new TreeMap<>();

  /**
   * Begins.
   *
   * @param schema of a problem
   */
  Problems(ObjectMapper json, ObjectNode schema) {
    this.json = json;
    this.schema = schema;
  }

  /** Adds refusals to an operation's responses. */
  void add(ObjectNode responses, Set<ProblemCode> codes, boolean wrongMediaType) {
    Map<Integer, List<ProblemCode>> byStatus = new TreeMap<>();
    codes.stream()
        .sorted()
        .forEach(code -> byStatus.computeIfAbsent(status(code), s -> new ArrayList<>()).add(code));
    if (wrongMediaType) {
      byStatus.put(UNSUPPORTED_MEDIA_TYPE, List.of());
    }
    byStatus.forEach(
        (status, those) -> {
          String name =
              those.isEmpty()
                  ? "UnsupportedMediaType"
                  : those.stream().map(Problems::name).collect(Collectors.joining("Or"));
          used.computeIfAbsent(name, n -> response(status, those));
          responses
              .putObject(Integer.toString(status))
              .put("$ref", "#/components/responses/" + name);
        });
  }

  /** Those that were added, as components. */
  ObjectNode responses() {
    return json.createObjectNode().setAll(used);
  }

  private static int status(ProblemCode code) {
    return Problem.of(code, "", List.of()).status();
  }

  /** {@code key-reused} is "KeyReused". */
  private static String name(ProblemCode code) {
    return Stream.of(code.code().split("-", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private ObjectNode response(int status, List<ProblemCode> codes) {
    ObjectNode response = json.createObjectNode();
    response.put(
        "description",
        codes.isEmpty()
            ? "The body is of a type that is not taken here"
            : codes.stream().map(ProblemCode::title).collect(Collectors.joining(", or: ")));
    headers(response, codes);
    ObjectNode problem =
        response.putObject("content").putObject(Problem.MEDIA_TYPE).putObject("schema");
    ArrayNode both = problem.putArray("allOf");
    both.add(schema);
    ObjectNode parts = both.addObject().putObject("properties");
    ArrayNode types = parts.putObject("type").putArray("enum");
    codes.forEach(code -> types.add(PREFIX + code.code()));
    if (codes.isEmpty()) {
      types.add(PREFIX + "unsupported-media-type");
    }
    parts.putObject("status").put("const", status);
    return response;
  }

  private static void headers(ObjectNode response, List<ProblemCode> codes) {
    if (codes.contains(ProblemCode.UNAUTHENTICATED)) {
      header(response, "WWW-Authenticate", "How to log in", "string");
    }
    if (codes.contains(ProblemCode.IN_PROGRESS)) {
      header(response, "Retry-After", "Seconds, where the first request still runs", "integer");
    }
    if (codes.contains(ProblemCode.TOO_MANY_REQUESTS) || codes.contains(ProblemCode.UNAVAILABLE)) {
      header(response, "Retry-After", "Seconds", "integer");
    }
    if (codes.contains(ProblemCode.TOO_MANY_REQUESTS)) {
      header(response, "RateLimit", "What is left and until when, where a client asks", "string");
      header(response, "RateLimit-Policy", "How often a client may ask", "string");
    }
  }

  private static void header(ObjectNode response, String name, String description, String type) {
    ObjectNode header = response.withObject("/headers").putObject(name);
    header.put("description", description).putObject("schema").put("type", type);
  }
}
