package pet.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The Compose files, as Compose reads them with nothing set. */
final class ComposeFiles {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):?-([^}]*)}");

  private final Map<String, Map<String, Object>> services = new TreeMap<>();

  private ComposeFiles() {}

  /** Both files, with these variables in the environment. */
  static ComposeFiles with(Map<String, String> variables) {
    ComposeFiles files = new ComposeFiles();
    files.add("docker-compose.yml", variables);
    files.add("docker-compose.microservices.yml", variables);
    return files;
  }

  /** Lines {@code NAME=value} of an env-file. */
  static Map<String, String> variables(String file) {
    return lines(file)
        .filter(line -> line.matches("\\w+=.*"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  static Stream<String> lines(String file) {
    return read(file).lines();
  }

  static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private void add(String file, Map<String, String> variables) {
    String text =
        VARIABLE
            .matcher(read(file))
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        variables.getOrDefault(match.group(1), match.group(2))));
    // Compose refuses a key that stands twice.
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Object> content = new Yaml(options).load(text);
    services.putAll((Map<String, Map<String, Object>>) content.get("services"));
  }

  Map<String, Map<String, Object>> services() {
    return services;
  }

  /** Those of our own image. */
  Map<String, Map<String, Object>> ours() {
    return services.entrySet().stream()
        .filter(service -> service.getValue().get("image").equals("pet-platform/services"))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  @SuppressWarnings("unchecked")
  Map<String, String> environment(String service) {
    Map<String, Object> environment =
        (Map<String, Object>) services.get(service).getOrDefault("environment", Map.of());
    return environment.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
  }

  /** As written: address, port of this machine, port of the container. */
  @SuppressWarnings("unchecked")
  List<String> ports(String service) {
    return (List<String>) services.get(service).getOrDefault("ports", List.of());
  }

  /** All matches of a pattern's first group. */
  static List<String> find(String text, String pattern) {
    Function<MatchResult, String> group = match -> match.group(1);
    return Pattern.compile(pattern).matcher(text).results().map(group).toList();
  }
}
