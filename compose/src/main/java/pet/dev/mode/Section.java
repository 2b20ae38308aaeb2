package pet.dev.mode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file, whose settings know where they stand. */
final class Section {

  private final String path;
  private final Complaints complaints;
  private final Map<String, Node> settings = new LinkedHashMap<>();

  /**
   * @param path the section's own name, empty for the whole file
   * @param node null where the file has no such section
   */
  Section(String path, Node node, Complaints complaints) {
    this.path = path;
    this.complaints = complaints;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::read);
    } else if (node != null) {
      complaints.add(line(node), (path.isEmpty() ? "the file" : path) + " must have settings");
    }
  }

  private void read(NodeTuple setting) {
    int line = line(setting.getKeyNode());
    if (!(setting.getKeyNode() instanceof ScalarNode key)) {
      complaints.add(line, "a setting's name must be a word");
      return;
    }
    String name = key.getValue();
    if (settings.put(name, setting.getValueNode()) != null) {
      complaints.add(
          line, of(name) + " stands there twice, first in line " + complaints.lineOf(of(name)));
    } else {
      complaints.stands(of(name), line);
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** A setting's full name. */
  String of(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  Set<String> names() {
    return settings.keySet();
  }

  /** Complains of every setting that is not among these. */
  void only(List<String> known) {
    for (String name : settings.keySet()) {
      if (!known.contains(name)) {
        complaints.add(of(name), "unknown; what can be set here is " + String.join(", ", known));
      }
    }
  }

  Section section(String name) {
    Node node = settings.get(name);
    if (node == null) {
      missing(name);
    }
    return new Section(of(name), node, complaints);
  }

  /** A setting's text, or null where it is missing or no text, which was complained of. */
  String text(String name) {
    Node node = settings.get(name);
    if (node == null) {
      missing(name);
      return null;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    complaints.add(of(name), "must be one value");
    return null;
  }

  /** One or more values; empty where they are none, which was complained of. */
  List<String> texts(String name) {
    if (!(settings.get(name) instanceof SequenceNode sequence)) {
      String one = text(name);
      return one == null ? List.of() : List.of(one);
    }
    List<String> texts = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      if (node instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        complaints.add(line(node), of(name) + " must be a list of values");
      }
    }
    if (texts.isEmpty()) {
      complaints.add(of(name), "must not be empty");
    }
    return texts;
  }

  private void missing(String name) {
    complaints.add(
        path.isEmpty() ? name : path, path.isEmpty() ? "is missing" : name + " is missing");
  }
}
