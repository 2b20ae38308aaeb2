package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.messaging.EventTypes;
import pet.messaging.Json;
import pet.messaging.Topics;

/**
 * {@code docs/asyncapi.json} and {@code docs/schemas} are what the code says, and stay readable.
 */
class AsyncApiTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Path SCHEMAS = DOCS.resolve("schemas");

  private static ObjectNode document;
  private static Map<String, ObjectNode> schemas;

  @BeforeAll
  static void generate() {
    AsyncApiGenerator generator = new AsyncApiGenerator(Path.of(".."));
    document = generator.document();
    schemas = generator.standalone();
  }

  @Test
  void everyTopicAndEveryEventIsInIt() {
    List<String> topics = new ArrayList<>(Topics.EVENTS);
    Topics.EVENTS.forEach(topic -> topics.add(Topics.deadLetters(topic)));
    topics.remove(Topics.deadLetters(Topics.USER_EVENTS));
    topics.addAll(Topics.ANALYTICS);
    topics.add(Topics.ANALYTICS_LATE);
    topics.add(Topics.ANALYTICS_WATERMARKS);
    assertThat(document.get("channels").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(topics);
    assertThat(document.at("/components/messages").findValuesAsText("name"))
        .containsAll(EventTypes.all().keySet())
        .containsAll(Topics.ANALYTICS);
    assertThat(schemas).hasSize(EventTypes.all().size() + Topics.ANALYTICS.size() + 2);
  }

  @Test
  void whateverIsPointedToIsThere() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
    schemas
        .values()
        .forEach(
            schema ->
                assertThat(schema.findValuesAsText("$ref"))
                    .allMatch(reference -> !schema.at(reference.substring(1)).isMissingNode()));
  }

  /** First of all, and also before anything is written: what is committed is what readers have. */
  @Test
  void whoReadsByTheCommittedSchemasCanReadOn() throws Exception {
    assertThat(breaks()).as("readers of these messages would break").isEmpty();
  }

  @Test
  void whatIsCommittedIsWhatTheCodeSays() throws Exception {
    Map<String, String> files = new TreeMap<>();
    files.put("../asyncapi.json", text(document));
    for (Map.Entry<String, ObjectNode> schema : schemas.entrySet()) {
      files.put(schema.getKey(), text(schema.getValue()));
    }
    if (Boolean.getBoolean("pet.asyncapi.write") && breaks().isEmpty()) {
      Files.createDirectories(SCHEMAS);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(SCHEMAS.resolve(file.getKey()), file.getValue());
      }
    }
    files.forEach(
        (name, text) ->
            assertThat(SCHEMAS.resolve(name))
                .as("the contract has changed: look at what `make asyncapi` changes, and commit it")
                .hasContent(text));
    assertThat(committed().keySet()).isEqualTo(new TreeSet<>(schemas.keySet()));
  }

  private static List<String> breaks() throws IOException {
    JsonNode promised = Json.strict().readTree(Files.readString(DOCS.resolve("asyncapi.json")));
    List<String> breaks = new ArrayList<>(Compatibility.breaksAround(promised, document));
    committed()
        .forEach(
            (name, before) -> {
              if (schemas.containsKey(name)) {
                Compatibility.breaks(before, schemas.get(name))
                    .forEach(what -> breaks.add(name + ": " + what));
              } else {
                breaks.add(name + ": there is no such message any more");
              }
            });
    return breaks;
  }

  private static Map<String, JsonNode> committed() throws IOException {
    Map<String, JsonNode> committed = new TreeMap<>();
    if (Files.isDirectory(SCHEMAS)) {
      try (Stream<Path> files = Files.list(SCHEMAS)) {
        for (Path file : files.toList()) {
          committed.put(
              file.getFileName().toString(), Json.strict().readTree(Files.readString(file)));
        }
      }
    }
    return committed;
  }

  private static String text(JsonNode node) throws IOException {
    return Json.strict()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .writeValueAsString(node)
        + "\n";
  }

  private static final Map<String, Consumer<ObjectNode>> CHANGES =
      Map.of(
          "gone", order -> properties(order).remove("units"),
          "missing", order -> remove((ArrayNode) order.get("required"), "units"),
          "string", order -> property(order, "units").put("type", "string"),
          "null", order -> property(order, "units").putArray("type").add("integer").add("null"),
          "choices", order -> ((ArrayNode) order.at("/$defs/OrderStatus/enum")).add("LOST"),
          "pattern",
              order ->
                  ((ObjectNode) order.at("/$defs/Money/properties/amount")).put("pattern", ".*"),
          "item",
              order ->
                  ((ObjectNode) order.at("/$defs/OrderCreatedDesign/properties"))
                      .remove("revision"));

  @ParameterizedTest
  @ValueSource(strings = {"gone", "missing", "string", "null", "choices", "pattern", "item"})
  void whatTakesAwayFromReadersIsSeen(String change) {
    ObjectNode now = schemas.get("order.created.json").deepCopy();
    CHANGES.get(change).accept(now);
    assertThat(Compatibility.breaks(schemas.get("order.created.json"), now)).hasSize(1);
  }

  private static final String CREATED = "/components/messages/OrderCreated";

  private static final Map<String, Consumer<ObjectNode>> CHANGES_AROUND =
      Map.of(
          "topic", all -> object(all, "/channels").remove("pet.order.events"),
          "address", all -> object(all, "/channels/pet.order.events").put("address", "orders"),
          "cleanup",
              all ->
                  object(all, "/channels/pet.order.events/bindings/kafka/topicConfiguration")
                      .putArray("cleanup.policy")
                      .add("compact"),
          "message",
              all -> object(all, "/channels/pet.order.events/messages").remove("OrderCreated"),
          "name", all -> object(all, CREATED).put("name", "order.made"),
          "content", all -> object(all, CREATED).put("contentType", "text/plain"),
          "header", all -> object(all, CREATED + "/headers/properties").remove("ce_subject"),
          "required",
              all -> remove((ArrayNode) all.at(CREATED + "/headers/required"), "ce_subject"),
          "key", all -> object(all, CREATED + "/bindings/kafka/key").put("type", "integer"),
          "format",
              all ->
                  object(all, "/components/messages/OrderCounts/bindings/kafka/key")
                      .put("pattern", "^.*$"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topic",
        "address",
        "cleanup",
        "message",
        "name",
        "content",
        "header",
        "required",
        "key",
        "format"
      })
  void whatTakesAwayTopicsKeysOrHeadersIsSeen(String change) {
    ObjectNode now = document.deepCopy();
    CHANGES_AROUND.get(change).accept(now);
    assertThat(Compatibility.breaksAround(document, now)).hasSize(1);
  }

  @Test
  void moreTopicsMessagesAndHeadersBreakNobody() {
    ObjectNode now = document.deepCopy();
    object(now, "/channels").putObject("pet.more.events").put("address", "pet.more.events");
    object(now, "/channels/pet.order.events/messages")
        .putObject("More")
        .put("$ref", "#/components/messages/UserCreated");
    object(now, CREATED + "/headers/properties").putObject("ce_more").put("type", "string");
    assertThat(Compatibility.breaksAround(document, now)).isEmpty();
  }

  private static ObjectNode object(ObjectNode all, String path) {
    return (ObjectNode) all.at(path);
  }

  @Test
  void whatIsAddedBreaksNobody() {
    ObjectNode now = schemas.get("order.created.json").deepCopy();
    properties(now).putObject("channel").put("type", "string");
    ((ArrayNode) now.get("required")).add("channel");
    remove((ArrayNode) now.at("/$defs/OrderStatus/enum"), "RETURNED");
    assertThat(Compatibility.breaks(schemas.get("order.created.json"), now)).isEmpty();
  }

  private static ObjectNode properties(ObjectNode schema) {
    return (ObjectNode) schema.get("properties");
  }

  private static ObjectNode property(ObjectNode schema, String name) {
    return (ObjectNode) properties(schema).get(name);
  }

  private static void remove(ArrayNode words, String word) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).asText().equals(word)) {
        words.remove(i);
      }
    }
  }
}
