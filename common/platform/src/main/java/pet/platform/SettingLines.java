package pet.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where each setting stands in the YAML that was read last, to tell people where to look. */
final class SettingLines implements ConfigurationSourceProvider {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)");

  private final ConfigurationSourceProvider source;
  private final Map<String, Integer> lines = new HashMap<>();
  private String file = "";
  private List<String> text = List.of();

  SettingLines(ConfigurationSourceProvider source) {
    this.source = source;
  }

  @Override
  public InputStream open(String path) throws IOException {
    try (InputStream in = source.open(path)) {
      byte[] yaml = in.readAllBytes();
      read(path, new String(yaml, StandardCharsets.UTF_8));
      return new ByteArrayInputStream(yaml);
    }
  }

  private void read(String path, String yaml) {
    file = path;
    text = yaml.lines().toList();
    lines.clear();
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          lines.put(path(parser.getParsingContext()), parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (IOException e) {
      // Not YAML: whoever parses it next says so, with the line.
      lines.clear();
    }
  }

  private static String path(JsonStreamContext context) {
    StringBuilder path = new StringBuilder();
    for (JsonStreamContext c = context; c != null; c = c.getParent()) {
      if (c.hasCurrentName()) {
        path.insert(0, path.isEmpty() ? c.getCurrentName() : c.getCurrentName() + ".");
      }
    }
    return path.toString();
  }

  /**
   * Where a setting stands, such as {@code backend.yml:9, PET_MODULE_BUILDER}: the line of it or of
   * the section it would be in, and the environment variable that sets it. Blank if nowhere.
   */
  String of(String setting) {
    for (String path = setting; !path.isEmpty(); path = path.replaceFirst("\\.?[^.]*$", "")) {
      Integer line = lines.get(path);
      if (line != null) {
        Matcher variable = VARIABLE.matcher(text.get(line - 1));
        boolean set = path.equals(setting) && variable.find();
        return file + ":" + line + (set ? ", " + variable.group(1) : "");
      }
    }
    return file;
  }
}
