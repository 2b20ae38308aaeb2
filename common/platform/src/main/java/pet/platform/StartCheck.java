package pet.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pet.domain.ModuleName;
import pet.platform.crypto.Encryption;
import pet.platform.http.TrustedProxies;

/**
 * Looks for what is wrong with a process's settings before anything of it is started: all mistakes
 * at once, each with the setting, its line, and the environment variable that sets it.
 */
final class StartCheck {

  private final PetConfiguration configuration;
  private final SettingLines lines;
  private final List<String> mistakes = new ArrayList<>();
  private final Map<ModuleName, Module> contained = new EnumMap<>(ModuleName.class);
  private final Map<ModuleName, Placement> map = new EnumMap<>(ModuleName.class);
  private final Map<ModuleName, Object> sections = new EnumMap<>(ModuleName.class);

  private StartCheck(PetConfiguration configuration, List<Module> modules, SettingLines lines) {
    this.configuration = configuration;
    this.lines = lines;
    modules.forEach(module -> contained.put(module.name(), module));
  }

  /**
   * What was checked, as read.
   *
   * @param map where each module runs
   * @param sections the settings of those that run here
   */
  record Checked(Map<ModuleName, Placement> map, Map<ModuleName, Object> sections) {}

  /**
   * Checks all.
   *
   * @throws WrongSettings with all mistakes
   */
  static Checked check(PetConfiguration configuration, List<Module> modules, SettingLines lines) {
    StartCheck check = new StartCheck(configuration, modules, lines);
    check.knowNames();
    check.readMap();
    check.map.forEach(check::fits);
    check.readSections();
    check.readable(() -> new Encryption(configuration.encryption()));
    check.refuseWeakSecretsInProduction();
    check.readable(() -> new TrustedProxies(configuration.forwarding().trustedProxies()));
    if (!check.mistakes.isEmpty()) {
      throw new WrongSettings(check.mistakes);
    }
    return new Checked(check.map, check.sections);
  }

  private void mistake(String setting, String words) {
    mistakes.add(lines.of(setting) + ": setting " + setting + " " + words);
  }

  private void knowNames() {
    configuration
        .unknown()
        .forEach(
            name ->
                mistake(name, "is not known; " + Suggestion.among(PetConfiguration.names(), name)));
    configuration.databases().keySet().forEach(name -> moduleOf("databases." + name, name));
  }

  /** The module of that name, or null, and a mistake. */
  private ModuleName moduleOf(String setting, String name) {
    for (ModuleName module : ModuleName.values()) {
      if (module.key().equals(name)) {
        return module;
      }
    }
    List<String> keys = Arrays.stream(ModuleName.values()).map(ModuleName::key).toList();
    mistake(setting, "names no module; " + Suggestion.among(keys, name));
    return null;
  }

  private void readMap() {
    for (Map.Entry<String, JsonNode> line : configuration.modules().properties()) {
      String setting = "modules." + line.getKey();
      ModuleName module = moduleOf(setting, line.getKey());
      try {
        Placement placement = Placement.of(line.getValue());
        if (module != null) {
          map.put(module, placement);
        }
      } catch (IllegalArgumentException e) {
        mistake(setting, "is wrong: " + e.getMessage());
      }
    }
  }

  private void fits(ModuleName name, Placement placement) {
    String setting = "modules." + name.key();
    OwnAddress own = new OwnAddress(configuration.getServerFactory());
    for (URI url : placement.urls()) {
      if (own.isAt(url)) {
        mistake(setting, "is " + url + ", which is this very process: say local, or whose it is");
      }
    }
    if (!placement.isLocal()) {
      return;
    }
    Module module = contained.get(name);
    if (module == null) {
      mistake(
          setting,
          "is local, but this program does not contain it; it has "
              + contained.keySet().stream().map(ModuleName::key).collect(Collectors.joining(", ")));
      return;
    }
    for (ModuleName needed : module.needs()) {
      // One that could not be read has its mistake already.
      boolean off = map.getOrDefault(needed, Placement.OFF).kind() == Placement.Kind.OFF;
      if (off && (map.containsKey(needed) || !configuration.modules().has(needed.key()))) {
        mistake(
            "modules." + needed.key(),
            "is off, but the "
                + name.key()
                + " module, which runs here, needs it: make it local or give its URL");
      }
    }
  }

  private void readSections() {
    ObjectMapper mapper = SettingsFile.strict();
    contained.forEach(
        (name, module) -> {
          if (map.getOrDefault(name, Placement.OFF).isLocal()) {
            readSection(mapper, name, module.settings());
          }
        });
  }

  private void readSection(ObjectMapper mapper, ModuleName name, Class<?> type) {
    try {
      sections.put(name, mapper.treeToValue(configuration.sectionOf(name), type));
    } catch (UnrecognizedPropertyException e) {
      List<String> known = e.getKnownPropertyIds().stream().map(Object::toString).toList();
      mistake(path(name, e), "is not known; " + Suggestion.among(known, e.getPropertyName()));
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException c ? c : null;
      mistake(
          path(name, e),
          "is wrong: " + (cause == null ? e.getOriginalMessage() : cause.getMessage()));
    } catch (JsonProcessingException e) {
      mistake(name.key(), "is wrong: " + e.getOriginalMessage());
    }
  }

  private static String path(ModuleName name, JsonMappingException e) {
    return name.key()
        + e.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" : "." + step.getFieldName())
            .collect(Collectors.joining());
  }

  private void refuseWeakSecretsInProduction() {
    if (configuration.stage().isDevelopment()) {
      return;
    }
    if (configuration.encryption().believesDevelopment()) {
      mistake("encryption.key", "must be set in production");
    } else if (configuration.encryption().isWeak()) {
      mistake("encryption.key", "has a key that is too simple: let chance make it");
    }
    if (configuration.login().jwksUrl() == null) {
      mistake("login.jwksUrl", "must be set in production: only development issues its own tokens");
    } else if (configuration.login().audience() == null) {
      mistake(
          "login.audience",
          "must be set in production: else whoever has a login at the same provider for something"
              + " else has one here");
    }
    if (configuration.remote().believesDevelopment()) {
      mistake("remote.secret", "must be set in production");
    } else {
      configuration.remote().flaw().ifPresent(flaw -> mistake("remote.secret", flaw));
    }
  }

  private void readable(Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      mistakes.add(e.getMessage());
    }
  }
}
