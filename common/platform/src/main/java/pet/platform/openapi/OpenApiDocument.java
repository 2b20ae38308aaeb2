package pet.platform.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import pet.domain.ModuleName;

/**
 * The part of the store's document that is about some modules. The whole is {@code
 * docs/openapi.json}: a test writes it from the code, and fails where it is another.
 */
final class OpenApiDocument {

  private static final String FILE = "openapi.json";
  private static final String COMPONENT = "#/components/";

  private final ObjectNode document;

  private OpenApiDocument(ObjectNode document) {
    this.document = document;
  }

  static String of(Collection<ModuleName> modules, ObjectMapper json) {
    try (InputStream file = OpenApiDocument.class.getResourceAsStream(FILE)) {
      OpenApiDocument part = new OpenApiDocument((ObjectNode) json.readTree(file));
      part.keep(modules);
      return json.writeValueAsString(part.document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Collection<ModuleName> modules) {
    ObjectNode paths = (ObjectNode) document.get("paths");
    paths.retain(
        paths.properties().stream()
            .map(java.util.Map.Entry::getKey)
            .filter(path -> modules.stream().anyMatch(module -> module.answers(path)))
            .toList());
    document
        .withArray("tags")
        .removeIf(
            tag ->
                modules.stream()
                    .noneMatch(module -> module.key().equals(tag.get("name").asText())));
    Set<String> needed = new HashSet<>();
    follow(paths, needed);
    for (var kind : document.get("components").properties()) {
      // Nothing refers to the way to log in by its pointer.
      if (!kind.getKey().equals("securitySchemes")) {
        ObjectNode named = (ObjectNode) kind.getValue();
        named.retain(
            named.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(name -> needed.contains(COMPONENT + kind.getKey() + "/" + name))
                .toList());
      }
    }
  }

  private void follow(JsonNode node, Set<String> needed) {
    JsonNode pointer = node.get("$ref");
    if (pointer != null && pointer.isTextual() && needed.add(pointer.asText())) {
      follow(document.at(pointer.asText().substring(1)), needed);
    }
    node.forEach(child -> follow(child, needed));
  }
}
