package pet.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.text.StringSubstitutor;

/**
 * What stands in for {@code ${NAME}} in the YAML: the environment's {@code NAME}, or else what is
 * in the file that {@code NAME_FILE} names, as orchestrators hand out secrets. The end of the
 * file's last line is not part of it.
 */
public final class EnvironmentVariables {

  private static final String FILE = "_FILE";

  private final Map<String, String> environment;

  private EnvironmentVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Those of this process. */
  public static EnvironmentVariables ofProcess() {
    return new EnvironmentVariables(System.getenv());
  }

  /** What puts them into a text; a default may name another one: {@code ${A:-${B:-x}}}. */
  StringSubstitutor substitutor() {
    return new StringSubstitutor(this::lookup).setEnableSubstitutionInVariables(true);
  }

  static EnvironmentVariables of(Map<String, String> environment) {
    return new EnvironmentVariables(environment);
  }

  /**
   * A variable's value, or null.
   *
   * @throws IllegalArgumentException if both are there, or the file cannot be read
   */
  public String lookup(String name) {
    String value = environment.get(name);
    String file = environment.get(name + FILE);
    if (file == null || file.isBlank()) {
      return value;
    }
    if (value != null && !value.isBlank()) {
      throw new IllegalArgumentException(
          "both " + name + " and " + name + FILE + " are set: take one away");
    }
    try {
      return Files.readString(Path.of(file)).stripTrailing();
    } catch (IOException | RuntimeException e) {
      // Not what is in it: that may be a secret.
      throw new IllegalArgumentException(
          name + FILE + " names " + file + ", which cannot be read: " + kind(e), e);
    }
  }

  private static String kind(Exception e) {
    return e.getClass().getSimpleName();
  }

  /** Those whose name begins so, whichever way they are there; blank ones are not. */
  public Map<String, String> startingWith(String prefix) {
    Map<String, String> found = new TreeMap<>();
    for (String variable : environment.keySet()) {
      if (variable.startsWith(prefix)) {
        String name =
            variable.endsWith(FILE)
                ? variable.substring(0, variable.length() - FILE.length())
                : variable;
        String value = lookup(name);
        if (value != null && !value.isBlank()) {
          found.put(name, value);
        }
      }
    }
    return found;
  }
}
