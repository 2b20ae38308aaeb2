package pet.backend.contracts;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.naming.DefaultSchemaDefinitionNamingStrategy;
import com.github.victools.jsonschema.generator.naming.SchemaDefinitionNamingStrategy;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import pet.domain.Money;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.Catalog;
import pet.domain.builder.ColorOption;
import pet.domain.builder.HardwareOption;

/**
 * JSON Schema of what is read and written, from its types: names, order and enums as Jackson has
 * them, descriptions from Javadoc, limits from {@link Schema}. A part of a record is always there;
 * it may be null if its Javadoc says of what null is, or be left out of a request then. A body that
 * tells what is left out from a null is no record; its parts are the fields that Jackson is told
 * of.
 */
final class Schemas {

  private static final String PREFIX = "#/components/schemas/";

  private final ObjectMapper json;
  private final Javadoc javadoc;
  private final Set<Class<?>> bodies = new HashSet<>();
  private final SchemaBuilder builder;

  /**
   * Begins.
   *
   * @param bodies what clients send
   */
  Schemas(ObjectMapper json, Javadoc javadoc, Collection<Class<?>> bodies) {
    this.json = json;
    this.javadoc = javadoc;
    this.bodies.addAll(bodies);
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(json, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE))
            .with(Option.DEFINITIONS_FOR_ALL_OBJECTS)
            .with(Option.EXTRA_OPEN_API_FORMAT_VALUES, Option.ADDITIONAL_FIXED_TYPES)
            .with(Option.NULLABLE_ALWAYS_AS_ANYOF, Option.INLINE_NULLABLE_SCHEMAS)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    config
        .forTypesInGeneral()
        // All are equal: the order of the code.
        .withPropertySorter(Comparator.nullsFirst(null))
        .withDefinitionNamingStrategy(new Names())
        .withCustomDefinitionProvider(this::special)
        .withTypeAttributeOverride(this::limitType)
        .withDescriptionResolver(scope -> javadoc.of(scope.getType().getErasedType()).orElse(null));
    config
        .forFields()
        .withNullableCheck(this::nullable)
        .withRequiredCheck(this::required)
        .withDescriptionResolver(this::description)
        .withInstanceAttributeOverride(this::limitField);
    builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
  }

  /** What stands for a type; it is whole after {@link #definitions()}. */
  ObjectNode of(Type type, Type... parameters) {
    return builder.createSchemaReference(type, parameters);
  }

  /** All that was referred to, by name, in alphabetical order. */
  ObjectNode definitions() {
    ObjectNode unsorted = builder.collectDefinitions("components/schemas");
    ObjectNode sorted = json.createObjectNode();
    unsorted.properties().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(entry -> sorted.set(entry.getKey(), once(entry.getValue())));
    return sorted;
  }

  /** What is unwrapped into a record is found twice: as its part, and as that part's accessor. */
  private static JsonNode once(JsonNode schema) {
    if (schema.get("allOf") instanceof ArrayNode parts) {
      Set<JsonNode> different = new LinkedHashSet<>();
      parts.forEach(different::add);
      parts.removeAll().addAll(different);
    }
    return schema;
  }

  /** What is sent has no properties but those that there are. */
  static void close(ObjectNode definitions, JsonNode schema) {
    String pointer = schema.path("$ref").asText();
    if (pointer.startsWith(PREFIX)) {
      ObjectNode named = (ObjectNode) definitions.get(pointer.substring(PREFIX.length()));
      if (named.has("properties") && !named.has("additionalProperties")) {
        named.put("additionalProperties", false);
        close(definitions, named);
      }
    } else {
      schema.forEach(child -> close(definitions, child));
    }
  }

  /** Whether a body of this type need not be there: every part of it may be null. */
  boolean mayBeEmpty(Class<?> type) {
    Schema told = type.getAnnotation(Schema.class);
    List<String> parts = parts(type);
    return (type.isRecord() || !parts.isEmpty())
        && (told == null || told.minProperties() == 0)
        && parts.stream().allMatch(part -> saysNull(javadoc.of(type, part).orElse("")));
  }

  private static List<String> parts(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList()
        : Arrays.stream(type.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(JsonProperty.class))
            .map(Field::getName)
            .toList();
  }

  private CustomDefinition special(ResolvedType type, SchemaGenerationContext context) {
    Class<?> erased = type.getErasedType();
    if (erased == Money.class) {
      ObjectNode money = json.createObjectNode().put("type", "object");
      money.put("description", "Shopify's MoneyV2: an exact decimal, and an ISO 4217 code.");
      ObjectNode parts = money.putObject("properties");
      parts
          .putObject("amount")
          .put("type", "string")
          .put("pattern", "^-?[0-9]+(\\.[0-9]+)?$")
          .putArray("examples")
          .add("49.99");
      parts
          .putObject("currencyCode")
          .put("type", "string")
          .put("pattern", "^[A-Z]{3}$")
          .putArray("examples")
          .add("USD");
      money.putArray("required").add("amount").add("currencyCode");
      money.put("additionalProperties", false);
      return new CustomDefinition(money);
    }
    boolean text =
        !erased.isEnum()
            && Arrays.stream(erased.getDeclaredMethods())
                .anyMatch(
                    method ->
                        method.isAnnotationPresent(JsonValue.class)
                            && method.getReturnType() == String.class);
    if (text) {
      ObjectNode schema = json.createObjectNode().put("type", "string");
      limits(schema, erased.getAnnotation(Schema.class));
      return new CustomDefinition(schema, true);
    }
    if (erased == RawValue.class) {
      // A rollup's row is passed on as it is in its topic.
      ObjectNode row = json.createObjectNode().put("type", "object");
      ObjectNode parts = row.putObject("properties");
      parts.putObject("windowStart").put("type", "string").put("format", "date-time");
      parts.putObject("windowEnd").put("type", "string").put("format", "date-time");
      parts.putObject("final").put("type", "boolean");
      row.putArray("required").add("windowStart").add("windowEnd").add("final");
      return new CustomDefinition(row, true);
    }
    return null;
  }

  private String description(FieldScope field) {
    return javadoc.of(field.getDeclaringType().getErasedType(), field.getName()).orElse(null);
  }

  private boolean mayBeNull(FieldScope field) {
    String description = description(field);
    return description != null && saysNull(description);
  }

  private static boolean saysNull(String description) {
    return description.matches(".*\\bnull\\b.*");
  }

  private boolean nullable(FieldScope field) {
    Class<?> owner = field.getDeclaringType().getErasedType();
    return (owner.isRecord() || bodies.contains(owner))
        && mayBeNull(field)
        && !leavesOut(owner, field);
  }

  private boolean required(FieldScope field) {
    Class<?> owner = field.getDeclaringType().getErasedType();
    return owner.isRecord()
        && !(mayBeNull(field) && (leavesOut(owner, field) || bodies.contains(owner)));
  }

  private static boolean leavesOut(Class<?> owner, FieldScope field) {
    return Stream.of(owner, field.getRawMember())
        .map(element -> element.getAnnotation(JsonInclude.class))
        .anyMatch(told -> told != null && told.value() == JsonInclude.Include.NON_NULL);
  }

  private void limitField(ObjectNode schema, FieldScope field, SchemaGenerationContext context) {
    if (field.getDeclaringType().getErasedType() == BuilderConfig.class) {
      List<String> ids =
          switch (field.getName()) {
            case "colorId" -> Catalog.colors().stream().map(ColorOption::id).toList();
            case "hardwareId" -> Catalog.hardware().stream().map(HardwareOption::id).toList();
            default -> List.of();
          };
      if (!ids.isEmpty()) {
        ArrayNode choices = schema.putArray("enum");
        ids.forEach(choices::add);
      }
    }
    limits(schema, field.getAnnotation(Schema.class));
  }

  private void limitType(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
    Schema told = scope.getType().getErasedType().getAnnotation(Schema.class);
    if (told != null && told.minProperties() > 0) {
      schema.put("minProperties", told.minProperties());
    }
  }

  /** What Swagger's annotation says of a text or a number. */
  void limits(ObjectNode schema, Schema told) {
    if (told == null) {
      return;
    }
    if (!told.type().isEmpty()) {
      schema.put("type", told.type());
    }
    if (told.minLength() > 0) {
      schema.put("minLength", told.minLength());
    }
    if (told.maxLength() < Integer.MAX_VALUE) {
      schema.put("maxLength", told.maxLength());
    }
    if (!told.minimum().isEmpty()) {
      schema.put("minimum", Integer.parseInt(told.minimum()));
    }
    if (!told.maximum().isEmpty()) {
      schema.put("maximum", Integer.parseInt(told.maximum()));
    }
    if (!told.pattern().isEmpty()) {
      schema.put("pattern", told.pattern());
    }
    if (!told.format().isEmpty()) {
      schema.put("format", told.format());
    }
    if (!told.defaultValue().isEmpty()) {
      schema.put("default", told.defaultValue());
    }
    if (told.allowableValues().length > 0) {
      ArrayNode choices = schema.putArray("enum");
      Arrays.stream(told.allowableValues()).forEach(choices::add);
    }
    if (!told.example().isEmpty()) {
      schema.putArray("examples").add(told.example());
    }
  }

  /**
   * {@code OrderView.Change} is "OrderChange", {@code Page<Design>} is "DesignPage", {@code
   * DesignCounts.Value} is "DesignCounts".
   */
  private static final class Names extends DefaultSchemaDefinitionNamingStrategy
      implements SchemaDefinitionNamingStrategy {

    @Override
    public String getDefinitionNameForKey(
        com.github.victools.jsonschema.generator.impl.DefinitionKey key,
        SchemaGenerationContext context) {
      ResolvedType type = key.getType();
      StringBuilder name = new StringBuilder();
      type.getTypeParameters().forEach(parameter -> name.append(name(parameter.getErasedType())));
      return name + name(type.getErasedType());
    }

    private static String name(Class<?> type) {
      String own = type.getSimpleName().replaceFirst("(View|Dao|Resource|^Value)$", "");
      return type.getDeclaringClass() == null ? own : name(type.getDeclaringClass()) + own;
    }
  }
}
