package pet.platform;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.core.Configuration;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pet.domain.ModuleName;
import pet.messaging.KafkaSettings;
import pet.messaging.RedisSettings;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseOverride;
import pet.platform.database.DatabaseSettings;
import pet.platform.forward.ForwardingSettings;
import pet.platform.http.WebSettings;
import pet.platform.limit.ClientSettings;
import pet.platform.login.LoginSettings;
import pet.platform.remote.RemoteSettings;

/**
 * A process's YAML: Dropwizard's own sections ({@code server}, {@code logging}), what all modules
 * share, and one section per module under the module's name.
 */
public final class PetConfiguration extends Configuration {

  @NotNull @JsonProperty private Stage stage = Stage.PRODUCTION;

  /** Read by {@link StartCheck}, which finds all that is wrong with it. */
  @JsonProperty private ObjectNode modules = JsonNodeFactory.instance.objectNode();

  @NotNull @JsonProperty
  private DatabaseSettings database = new DatabaseSettings(null, null, null, null);

  @JsonProperty private Map<String, DatabaseOverride> databases = Map.of();
  @NotNull @JsonProperty private RedisSettings redis = RedisSettings.DEFAULT;
  @NotNull @JsonProperty private KafkaSettings kafka = KafkaSettings.DEFAULT;
  @NotNull @JsonProperty private LoginSettings login = LoginSettings.DEFAULT;
  @NotNull @JsonProperty private EncryptionSettings encryption = new EncryptionSettings(null);
  @NotNull @JsonProperty private ForwardingSettings forwarding = ForwardingSettings.DEFAULT;
  @NotNull @JsonProperty private RemoteSettings remote = RemoteSettings.DEFAULT;

  @NotNull @JsonProperty private ClientSettings limits = ClientSettings.DEFAULT;

  @NotNull @JsonProperty private WebSettings web = WebSettings.DEFAULT;

  @NotNull @JsonProperty private Duration drain = Duration.seconds(0);

  private final Map<ModuleName, JsonNode> sections = new EnumMap<>(ModuleName.class);
  private final List<String> unknown = new ArrayList<>();

  /** A module's own section, or a name that is not known. */
  @JsonAnySetter
  void section(String name, JsonNode content) {
    Arrays.stream(ModuleName.values())
        .filter(module -> module.key().equals(name))
        .findFirst()
        .ifPresentOrElse(module -> sections.put(module, content), () -> unknown.add(name));
  }

  /** Sections that nobody reads. */
  List<String> unknown() {
    return unknown;
  }

  /** Of all sections that there are. */
  static List<String> names() {
    ObjectMapper mapper = Jackson.newObjectMapper();
    Stream<String> own =
        mapper
            .getDeserializationConfig()
            .introspect(mapper.constructType(PetConfiguration.class))
            .findProperties()
            .stream()
            .map(BeanPropertyDefinition::getName);
    Stream<String> modules = Arrays.stream(ModuleName.values()).map(ModuleName::key);
    return Stream.concat(own, modules).toList();
  }

  public Stage stage() {
    return stage;
  }

  ObjectNode modules() {
    return modules;
  }

  Map<String, DatabaseOverride> databases() {
    return databases;
  }

  /** The PostgreSQL of a module: its own, or the one for all. */
  public DatabaseSettings database(ModuleName module) {
    DatabaseOverride own = databases.get(module.key());
    return own == null ? database : own.over(database);
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

  public ForwardingSettings forwarding() {
    return forwarding;
  }

  public RemoteSettings remote() {
    return remote;
  }

  /** How often one client may ask. */
  public ClientSettings limits() {
    return limits;
  }

  public WebSettings web() {
    return web;
  }

  /** How long a process that stops goes on answering, so that others stop asking it. */
  public Duration drain() {
    return drain;
  }

  JsonNode sectionOf(ModuleName module) {
    return sections.getOrDefault(module, JsonNodeFactory.instance.objectNode());
  }
}
