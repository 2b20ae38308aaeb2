package pet.backend.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether who reads messages by an earlier schema can read what a later one allows. More properties
 * are welcome, for readers pass over what they do not know. Whatever else was promised has to stay:
 * that a property is there, its types, its choices, its pattern and format; and of a document, its
 * topics, what is said there, under which keys and with which headers.
 */
final class Compatibility {

  private final JsonNode before;
  private final JsonNode now;
  private final List<String> breaks = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();

  private Compatibility(JsonNode before, JsonNode now) {
    this.before = before;
    this.now = now;
  }

  /** Says in words what would break; empty where nothing does. */
  static List<String> breaks(JsonNode before, JsonNode now) {
    Compatibility compatibility = new Compatibility(before, now);
    compatibility.compare("value", before, now);
    return compatibility.breaks;
  }

  /**
   * Says in words what would break of what an AsyncAPI document tells beside the values; messages
   * are known by their names.
   */
  static List<String> breaksAround(JsonNode before, JsonNode now) {
    Compatibility compatibility = new Compatibility(before, now);
    before
        .path("channels")
        .properties()
        .forEach(
            channel ->
                compatibility.channel(
                    channel.getKey(),
                    channel.getValue(),
                    now.path("channels").path(channel.getKey())));
    return compatibility.breaks;
  }

  private void channel(String name, JsonNode old, JsonNode next) {
    if (next.isMissingNode()) {
      breaks.add(name + " is gone");
      return;
    }
    for (String part : List.of("address", "bindings")) {
      if (!old.path(part).equals(next.path(part))) {
        breaks.add(name + " has another " + part);
      }
    }
    Map<String, JsonNode> there = messages(now, next);
    messages(before, old)
        .forEach(
            (message, promised) -> {
              String place = name + ", " + message;
              JsonNode allowed = there.get(message);
              if (allowed == null) {
                breaks.add(place + " is gone");
                return;
              }
              if (!promised.path("contentType").equals(allowed.path("contentType"))) {
                breaks.add(place + " has another contentType");
              }
              compare(place + ": headers", promised.path("headers"), allowed.path("headers"));
              compare(place + ": key", key(promised), key(allowed));
            });
  }

  private static JsonNode key(JsonNode message) {
    return message.at("/bindings/kafka/key");
  }

  private static Map<String, JsonNode> messages(JsonNode document, JsonNode channel) {
    Map<String, JsonNode> messages = new TreeMap<>();
    for (JsonNode reference : channel.path("messages")) {
      JsonNode message = resolve(document, reference);
      messages.put(message.path("name").asText(), message);
    }
    return messages;
  }

  private void compare(String place, JsonNode promised, JsonNode allowed) {
    JsonNode old = resolve(before, promised);
    JsonNode next = resolve(now, allowed);
    if (promised.has("$ref") && !seen.add(place + promised.get("$ref").asText())) {
      return;
    }
    List<JsonNode> oldChoices = choices(old);
    List<JsonNode> nextChoices = choices(next);
    if (oldChoices.size() > 1 || nextChoices.size() > 1) {
      for (JsonNode choice : nextChoices) {
        if (oldChoices.stream().noneMatch(one -> fits(place, one, choice))) {
          breaks.add(place + " may now be " + brief(resolve(now, choice)));
        }
      }
      return;
    }
    compareOne(place, resolve(before, oldChoices.get(0)), resolve(now, nextChoices.get(0)));
  }

  private boolean fits(String place, JsonNode old, JsonNode next) {
    Compatibility attempt = new Compatibility(before, now);
    attempt.seen.addAll(seen);
    attempt.compare(place, old, next);
    return attempt.breaks.isEmpty();
  }

  private void compareOne(String place, JsonNode old, JsonNode next) {
    Set<String> types = words(next.path("type"));
    Set<String> known = words(old.path("type"));
    if (!known.isEmpty() && (types.isEmpty() || !known.containsAll(types))) {
      breaks.add(place + " was " + known + " and is now " + types);
    }
    if (old.has("enum")
        && !(next.has("enum") && words(old.get("enum")).containsAll(words(next.get("enum"))))) {
      breaks.add(place + " has choices that it had not: " + words(next.path("enum")));
    }
    for (String limit : List.of("const", "pattern", "format")) {
      if (old.has(limit) && !old.get(limit).equals(next.get(limit))) {
        breaks.add(place + " has another " + limit);
      }
    }
    Set<String> required = words(next.path("required"));
    for (String name : words(old.path("required"))) {
      if (!required.contains(name)) {
        breaks.add(place + "." + name + " may now be missing");
      }
    }
    old.path("properties")
        .properties()
        .forEach(
            property -> {
              String inside = place + "." + property.getKey();
              JsonNode there = next.path("properties").get(property.getKey());
              if (there == null) {
                breaks.add(inside + " is gone");
              } else {
                compare(inside, property.getValue(), there);
              }
            });
    for (String inner : List.of("items", "additionalProperties")) {
      if (old.path(inner).isObject()) {
        compare(place + "[]", old.get(inner), next.path(inner));
      }
    }
  }

  private static List<JsonNode> choices(JsonNode schema) {
    List<JsonNode> choices = new ArrayList<>();
    schema.path("anyOf").forEach(choices::add);
    return choices.isEmpty() ? List.of(schema) : choices;
  }

  private static JsonNode resolve(JsonNode root, JsonNode schema) {
    return schema instanceof ObjectNode && schema.path("$ref").isTextual()
        ? root.at(schema.get("$ref").asText().substring(1))
        : schema;
  }

  private static Set<String> words(JsonNode node) {
    Set<String> words = new TreeSet<>();
    if (node.isTextual()) {
      words.add(node.asText());
    }
    node.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static String brief(JsonNode schema) {
    return schema.has("type") ? schema.get("type").toString() : schema.toString();
  }
}
