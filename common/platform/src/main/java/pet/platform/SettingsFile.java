package pet.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.util.regex.Pattern;
import pet.domain.ModuleName;

/**
 * A process's settings, for the programs that work beside it: its YAML, read as the process reads
 * it, with the same environment variables and {@code dw.} properties.
 */
public final class SettingsFile {

  /** What is not YAML is quoted by its parser, and may be a secret with a quote in it. */
  static final Pattern MALFORMED =
      Pattern.compile("(Malformed YAML at line: \\d+, column: \\d+).*", Pattern.DOTALL);

  private final String path;
  private final PetConfiguration configuration;

  private SettingsFile(String path, PetConfiguration configuration) {
    this.path = path;
    this.configuration = configuration;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it cannot be read, or a setting is wrong; the words hold no
   *     secret
   */
  public static SettingsFile read(String path) {
    try {
      return new SettingsFile(
          path,
          new YamlConfigurationFactory<>(
                  PetConfiguration.class, null, Jackson.newObjectMapper(), "dw")
              .build(
                  new SubstitutingSourceProvider(
                      new FileConfigurationSourceProvider(),
                      EnvironmentVariables.ofProcess().substitutor()),
                  path));
    } catch (IOException | ConfigurationException e) {
      String words = MALFORMED.matcher(String.valueOf(e.getMessage())).replaceFirst("$1").strip();
      throw new IllegalArgumentException("the settings in " + path + " are wrong: " + words);
    }
  }

  /** What all modules share. */
  public PetConfiguration shared() {
    return configuration;
  }

  /**
   * A module's own section, as the process that hosts it reads it.
   *
   * @throws IllegalArgumentException if a setting is wrong
   */
  public <T> T section(ModuleName module, Class<T> type) {
    try {
      return strict().treeToValue(configuration.sectionOf(module), type);
    } catch (JsonProcessingException e) {
      String words =
          e instanceof JsonMappingException && e.getCause() instanceof IllegalArgumentException c
              ? c.getMessage()
              : e.getOriginalMessage();
      throw new IllegalArgumentException(
          "the section " + module.key() + " in " + path + " is wrong: " + words);
    }
  }

  /** As Dropwizard reads the process's own settings: a name that is not known is refused. */
  static ObjectMapper strict() {
    return Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
