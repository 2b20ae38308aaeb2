package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.builder.Problems.assertInvalid;
import static pet.builder.Problems.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pet.testing.Answer;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Each field of each body that the builder takes, in turn, with what it cannot be. */
@ExtendWith(ServersExtension.class)
class EveryFieldIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** No field of ours is any of these, whatever else it is. */
  private static final List<String> WRONG =
      List.of("[]", "[[]]", "true", "1.5", "\"\"", "\" \"", "\"\\u0000\"", "\"\\u202e\"");

  /** Where a body goes, and one in which every field is told. */
  enum Body {
    QUOTE("POST", "/api/designs/quote", Customer.CONFIG),
    PREVIEW("POST", "/api/previews", Customer.CONFIG),
    CREATE("POST", "/api/designs", "{\"name\":\"Rex\",\"config\":" + Customer.CONFIG + "}"),
    PATCH(
        "PATCH", "", "{\"name\":\"Max\",\"status\":\"ACTIVE\",\"config\":" + Customer.CONFIG + "}"),
    SHARE("POST", "/share", "{\"expiresAt\":\"2030-01-01T00:00:00Z\"}"),
    DUPLICATE("POST", "/duplicate", "{\"name\":\"Max\"}"),
    CHECKOUT("POST", "/checkout", "{\"quantity\":2}");

    private final String method;
    private final String path;
    private final String json;

    Body(String method, String path, String json) {
      this.method = method;
      this.path = path;
      this.json = json;
    }

    ObjectNode tree() {
      try {
        return (ObjectNode) JSON.readTree(json);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A field's path as problems name it, and the object that it is in. */
  private record Field(String path, List<String> parents, String name) {
    ObjectNode owner(ObjectNode body) {
      JsonNode owner = body;
      for (String parent : parents) {
        owner = owner.get(parent);
      }
      return (ObjectNode) owner;
    }
  }

  private Customer alice;
  private String design;

  @BeforeEach
  void connect(Servers servers) {
    alice = Customer.of(Replicas.shared(servers).one());
    design = alice.design();
  }

  private static List<Field> fields(ObjectNode body) {
    List<Field> fields = new ArrayList<>();
    collect(body, List.of(), fields);
    return fields;
  }

  private static void collect(ObjectNode object, List<String> parents, List<Field> fields) {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      List<String> path = new ArrayList<>(parents);
      path.add(each.getKey());
      fields.add(new Field(String.join(".", path), parents, each.getKey()));
      if (each.getValue() instanceof ObjectNode inner) {
        collect(inner, path, fields);
      }
    }
  }

  private Answer send(Body body, String json) {
    String path = body.path.startsWith("/api/") ? body.path : design + body.path;
    return alice
        .process()
        .send(
            alice
                .process()
                .request(path, alice.token())
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(body.method, BodyPublishers.ofString(json)));
  }

  @ParameterizedTest
  @EnumSource
  void aFieldThatIsOfAnotherTypeIsNamed(Body body) throws IOException {
    List<Field> fields = fields(body.tree());
    assertThat(fields).isNotEmpty();
    for (Field field : fields) {
      for (String wrong : WRONG) {
        ObjectNode sent = body.tree();
        field.owner(sent).set(field.name(), JSON.readTree(wrong));
        assertInvalid(send(body, sent.toString()), field.path());
      }
    }
    assertThat(send(body, body.json).status()).as("as it is").isIn(200, 201);
  }

  @ParameterizedTest
  @EnumSource
  void aPropertyThatNobodyKnowsIsNamedWhereverItIs(Body body) {
    List<List<String>> objects = new ArrayList<>(List.of(List.of()));
    fields(body.tree()).stream()
        .map(Field::parents)
        .filter(parents -> !objects.contains(parents))
        .forEach(objects::add);
    for (List<String> parents : objects) {
      List<String> path = new ArrayList<>(parents);
      path.add("surprise");
      ObjectNode sent = body.tree();
      new Field("", parents, "surprise").owner(sent).put("surprise", 1);
      assertInvalid(send(body, sent.toString()), String.join(".", path));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFieldThatIsDeepIsNamedAndOneThatIsLargeIsTooLarge(Body body) {
    for (Field field : fields(body.tree())) {
      String mark = "\"" + field.name() + "-here\"";
      ObjectNode sent = body.tree();
      field.owner(sent).put(field.name(), field.name() + "-here");
      String around = sent.toString();
      assertInvalid(
          send(body, around.replace(mark, "[".repeat(20_000) + "]".repeat(20_000))), field.path());
      Answer deep =
          send(body, around.replace(mark, "{\"a\":".repeat(8_000) + "1" + "}".repeat(8_000)));
      assertProblem(deep, 400, "invalid-input");
      assertThat(deep.json().at("/errors/0/field").asText()).startsWith(field.path());
    }
    String name = fields(body.tree()).get(0).name();
    assertProblem(
        send(body, "{\"" + name + "\":\"" + "x".repeat(10_000_000) + "\"}"), 413, "too-large");
  }
}
