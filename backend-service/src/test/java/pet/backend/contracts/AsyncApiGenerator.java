package pet.backend.contracts;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import pet.analytics.rollup.DesignsTopology;
import pet.analytics.rollup.FulfilmentTopology;
import pet.analytics.rollup.FunnelTopology;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.OptionsTopology;
import pet.analytics.rollup.OrdersTopology;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.analytics.rollup.WebhooksTopology;
import pet.domain.DomainEvent;
import pet.messaging.EventCodec;
import pet.messaging.EventTypes;
import pet.messaging.Json;
import pet.messaging.Topics;

/** The store's AsyncAPI document, and the JSON Schema of each message's value, from the code. */
final class AsyncApiGenerator {

  private static final String COMPONENTS = "#/components/schemas/";
  private static final String ROLLUPS = "pet.analytics.rollup.";
  private static final String START = "\\|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:00Z";

  /** The values of the topics that dashboards read; the classes are analytics' own. */
  private static final Map<String, String> VALUES =
      Map.of(
          Topics.ANALYTICS_DESIGNS, "DesignCounts$Value",
          Topics.ANALYTICS_ORDERS, "OrderCounts$Value",
          Topics.ANALYTICS_OPTIONS, "OptionCounts$Value",
          Topics.ANALYTICS_FUNNEL, "FunnelCounts$Value",
          Topics.ANALYTICS_FULFILMENT, "FulfilmentCounts$Value",
          Topics.ANALYTICS_WEBHOOKS, "WebhookCounts$Value",
          Topics.ANALYTICS_WATERMARKS, "RollupProgress");

  private static final List<RollupTopology<?>> TOPOLOGIES =
      topologies(RollupTimes.DEFAULT, new MetricRegistry());

  private final ObjectMapper json = Json.strict();
  private final Javadoc javadoc;
  private final Schemas schemas;
  private final ObjectNode channels = json.createObjectNode();
  private final ObjectNode operations = json.createObjectNode();
  private final ObjectNode messages = json.createObjectNode();
  private final ObjectNode definitions;

  /** By the name of the message, such as {@code design.created} or {@code pet.analytics.orders}. */
  private final Map<String, ObjectNode> values = new TreeMap<>();

  /**
   * Reads the code.
   *
   * @param root the repository
   */
  AsyncApiGenerator(Path root) {
    javadoc = OpenApiGenerator.javadoc(root);
    schemas = new Schemas(json, javadoc, List.of());
    Topics.EVENTS.forEach(this::events);
    // What nobody processes, nobody can fail to process.
    TOPOLOGIES.stream()
        .flatMap(topology -> topology.sources().stream())
        .distinct()
        .forEach(this::deadLetters);
    TOPOLOGIES.forEach(this::rollup);
    late();
    progress();
    definitions = schemas.definitions();
  }

  private static List<RollupTopology<?>> topologies(RollupTimes times, MetricRegistry metrics) {
    return List.of(
        new DesignsTopology(times, metrics),
        new OrdersTopology(times, metrics),
        new OptionsTopology(times, metrics),
        new FunnelTopology(times, metrics),
        new FulfilmentTopology(times, metrics),
        new WebhooksTopology(times, metrics));
  }

  ObjectNode document() {
    ObjectNode document = json.createObjectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Pet Platform")
        .put("version", "1")
        .put(
            "description",
            "What the store says on Kafka: events of its modules, and rollups for dashboards. Read"
                + " only what is committed, and pass over fields and types that you do not know: a"
                + " later version may add some. What is here stays as it is.");
    document.put("defaultContentType", "application/json");
    document.set("channels", channels);
    document.set("operations", operations);
    ObjectNode components = document.putObject("components");
    components.set("messages", messages);
    components.set("schemas", definitions);
    return document;
  }

  /** Each message's value as a schema that stands alone, by the name of its file. */
  Map<String, ObjectNode> standalone() {
    Map<String, ObjectNode> alone = new TreeMap<>();
    values.forEach((name, value) -> alone.put(name + ".json", standalone(name, value)));
    return alone;
  }

  private ObjectNode standalone(String name, ObjectNode value) {
    ObjectNode schema = json.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:pet:schema:" + name);
    schema.put("title", name);
    String root = value.path("$ref").asText();
    schema.setAll(
        root.isEmpty()
            ? value.deepCopy()
            : (ObjectNode) definitions.get(root.substring(COMPONENTS.length())).deepCopy());
    ObjectNode used = json.createObjectNode();
    use(schema, used);
    if (!used.isEmpty()) {
      schema.set("$defs", used);
    }
    return schema;
  }

  /** Takes over what is referred to, and points there. */
  private void use(JsonNode schema, ObjectNode used) {
    if (schema instanceof ObjectNode object && object.path("$ref").isTextual()) {
      String name = object.get("$ref").asText().substring(COMPONENTS.length());
      object.put("$ref", "#/$defs/" + name);
      if (!used.has(name)) {
        ObjectNode copy = definitions.get(name).deepCopy();
        used.set(name, copy);
        use(copy, used);
      }
    }
    schema.forEach(child -> use(child, used));
  }

  private void events(String topic) {
    List<String> said = new ArrayList<>();
    new TreeMap<>(EventTypes.all())
        .forEach(
            (name, type) -> {
              if (Topics.ofType(name).equals(topic)) {
                said.add(event(name, type));
              }
            });
    said.add(watermark());
    channel(
        topic,
        "Events, kept for ever, as CloudEvents 1.0 in binary mode. The key is the subject, so that"
            + " those of one aggregate stay in order.",
        "delete",
        said);
  }

  private String event(String name, Class<? extends DomainEvent> type) {
    ObjectNode value = schemas.of(type);
    values.put(name, value);
    ObjectNode message = message(type.getSimpleName(), name, value);
    javadoc.of(type).ifPresent(text -> message.put("summary", text));
    ObjectNode headers = message.putObject("headers").put("type", "object");
    ObjectNode parts = headers.putObject("properties");
    parts.putObject("ce_specversion").put("const", "1.0");
    parts
        .putObject("ce_id")
        .put("type", "string")
        .put("description", "The same id twice is the same event.");
    parts.putObject("ce_source").put("type", "string").put("format", "uri-reference");
    parts.putObject("ce_type").put("const", name);
    parts
        .putObject("ce_time")
        .put("type", "string")
        .put("format", "date-time")
        .put("description", "When it became true.");
    parts.putObject("ce_subject").put("type", "string").put("description", "The aggregate's id.");
    parts.putObject("content-type").put("const", "application/json");
    require(
        headers,
        List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_subject"));
    key(message, "The subject.");
    return type.getSimpleName();
  }

  private String watermark() {
    String name = "Watermark";
    if (!messages.has(name)) {
      ObjectNode message = messages.putObject(name).put("name", EventCodec.WATERMARK);
      message.put(
          "summary",
          "No event, without key and value: what the module made true before this time stands"
              + " before this record of the partition.");
      message.putObject("payload").put("type", "null");
      ObjectNode headers = message.putObject("headers").put("type", "object");
      headers
          .putObject("properties")
          .putObject(EventCodec.WATERMARK)
          .put("type", "string")
          .put("format", "date-time");
      require(headers, List.of(EventCodec.WATERMARK));
    }
    return name;
  }

  private void deadLetters(String topic) {
    String name = "DeadLetter";
    if (!messages.has(name)) {
      ObjectNode message = messages.putObject(name).put("name", "dead letter");
      message.put(
          "summary",
          "What a topology could not process: key, value, headers and time as they were, and these"
              + " headers.");
      message.put("contentType", "application/octet-stream");
      message.putObject("payload");
      ObjectNode headers = message.putObject("headers").put("type", "object");
      ObjectNode parts = headers.putObject("properties");
      header(parts, "pet_dlq_topology", "Who could not process it, such as `designs`.");
      header(parts, "pet_dlq_reason", "Why, without anything of its content.");
      header(parts, "pet_dlq_topic", "Where it came from.");
      header(parts, "pet_dlq_partition", "A decimal number.");
      header(parts, "pet_dlq_offset", "A decimal number.");
      require(headers, List.of("pet_dlq_topology", "pet_dlq_reason"));
    }
    channel(
        Topics.deadLetters(topic),
        "What could not be processed of " + topic + ".",
        "delete",
        List.of(name));
  }

  private static void header(ObjectNode parts, String name, String description) {
    parts.putObject(name).put("type", "string").put("description", description);
  }

  private void rollup(RollupTopology<?> topology) {
    String topic = topology.sink();
    Class<?> type = type(topic);
    ObjectNode value = schemas.of(type);
    values.put(topic, value);
    String name = type.getDeclaringClass().getSimpleName();
    ObjectNode message = message(name, topic, value);
    javadoc.of(type).ifPresent(text -> message.put("summary", text));
    String grains =
        topology.grains().stream().map(Grain::key).sorted().collect(Collectors.joining("|"));
    key(message, "grain|windowStart, and where a window has several values |dimension.")
        .put("pattern", "^(" + grains + ")" + START + (topology.hasDimension() ? "\\|.+$" : "$"));
    channel(
        topic,
        "A rollup: the latest value of a key counts; none removes it.",
        "compact",
        List.of(name));
  }

  private void late() {
    ObjectNode value = json.createObjectNode();
    ArrayNode any = value.putArray("anyOf");
    Topics.ANALYTICS.forEach(topic -> any.add(schemas.of(type(topic))));
    values.put(Topics.ANALYTICS_LATE, value);
    ObjectNode message = message("Late", Topics.ANALYTICS_LATE, value);
    message.put(
        "summary", "What came after its window was final, counted as it would have been in time.");
    key(message, "The rollup's name, such as orders, and behind a bar the key there.")
        .put("pattern", "^[a-z]+\\|[a-z]+" + START + "(\\|.+)?$");
    channel(
        Topics.ANALYTICS_LATE, "What came too late for the rollups.", "compact", List.of("Late"));
  }

  private void progress() {
    Class<?> type = type(Topics.ANALYTICS_WATERMARKS);
    ObjectNode value = schemas.of(type);
    values.put(Topics.ANALYTICS_WATERMARKS, value);
    ObjectNode message = message(type.getSimpleName(), Topics.ANALYTICS_WATERMARKS, value);
    javadoc.of(type).ifPresent(text -> message.put("summary", text));
    key(message, "rollup|partition").put("pattern", "^[a-z]+\\|\\d+$");
    channel(
        Topics.ANALYTICS_WATERMARKS,
        "How far each rollup has come.",
        "compact",
        List.of(type.getSimpleName()));
  }

  private ObjectNode message(String id, String name, ObjectNode value) {
    ObjectNode message = messages.putObject(id).put("name", name);
    message.put("contentType", "application/json");
    message.set("payload", value.deepCopy());
    return message;
  }

  private static ObjectNode key(ObjectNode message, String description) {
    return message
        .putObject("bindings")
        .putObject("kafka")
        .putObject("key")
        .put("type", "string")
        .put("description", description);
  }

  private void channel(String topic, String description, String cleanup, List<String> said) {
    ObjectNode channel = channels.putObject(topic).put("address", topic);
    channel.put("description", description);
    ObjectNode references = channel.putObject("messages");
    said.forEach(name -> references.putObject(name).put("$ref", "#/components/messages/" + name));
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka").put("topic", topic);
    kafka.putObject("topicConfiguration").putArray("cleanup.policy").add(cleanup);
    operations
        .putObject("send " + topic)
        .put("action", "send")
        .putObject("channel")
        .put("$ref", "#/channels/" + topic);
  }

  private static void require(ObjectNode schema, List<String> names) {
    ArrayNode required = schema.putArray("required");
    names.forEach(required::add);
  }

  private static Class<?> type(String topic) {
    String name = VALUES.get(topic);
    if (name == null) {
      throw new IllegalStateException("which class is the value of " + topic + "?");
    }
    try {
      return Class.forName(ROLLUPS + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
