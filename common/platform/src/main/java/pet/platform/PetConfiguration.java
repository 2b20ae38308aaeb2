package pet.platform;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dropwizard.core.Configuration;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import pet.domain.ModuleName;
import pet.messaging.KafkaSettings;
import pet.messaging.RedisSettings;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.platform.login.LoginSettings;
import pet.platform.remote.RemoteSettings;

/**
 * A process's YAML: Dropwizard's own sections ({@code server}, {@code logging}), what all modules
 * share, and one section per module under the module's name.
 */
public final class PetConfiguration extends Configuration {

  @NotNull @JsonProperty private Stage stage = Stage.PRODUCTION;

  @JsonProperty private Map<ModuleName, Placement> modules = new EnumMap<>(ModuleName.class);

  @NotNull @JsonProperty
  private DatabaseSettings database = new DatabaseSettings(null, null, null, null);

  @NotNull @JsonProperty private RedisSettings redis = RedisSettings.DEFAULT;
  @NotNull @JsonProperty private KafkaSettings kafka = KafkaSettings.DEFAULT;
  @NotNull @JsonProperty private LoginSettings login = LoginSettings.DEFAULT;
  @NotNull @JsonProperty private EncryptionSettings encryption = new EncryptionSettings(null);
  @NotNull @JsonProperty private RemoteSettings remote = new RemoteSettings(null, null, null);

  @NotNull @JsonProperty private Duration drain = Duration.seconds(0);

  private final Map<ModuleName, JsonNode> sections = new EnumMap<>(ModuleName.class);

  /** A module's own section; anything else that is not known is refused. */
  @JsonAnySetter
  void section(String name, JsonNode content) {
    ModuleName module =
        Arrays.stream(ModuleName.values())
            .filter(m -> m.key().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown section '"
                            + name
                            + "'; the modules' sections are "
                            + Arrays.stream(ModuleName.values())
                                .map(ModuleName::key)
                                .collect(Collectors.joining(", "))));
    sections.put(module, content);
  }

  public Stage stage() {
    return stage;
  }

  /** Where a module runs; one that is not mentioned is off. */
  public Placement placement(ModuleName module) {
    return modules.getOrDefault(module, Placement.OFF);
  }

  public DatabaseSettings database() {
    return database;
  }

  public RedisSettings redis() {
    return redis;
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  public LoginSettings login() {
    return login;
  }

  public EncryptionSettings encryption() {
    return encryption;
  }

  public RemoteSettings remote() {
    return remote;
  }

  /** How long a process that stops goes on answering, so that others stop asking it. */
  public Duration drain() {
    return drain;
  }

  JsonNode sectionOf(ModuleName module) {
    return sections.getOrDefault(module, JsonNodeFactory.instance.objectNode());
  }
}
