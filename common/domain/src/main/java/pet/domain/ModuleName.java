package pet.domain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/** The modules, and the public paths that belong to each: one table for routing and forwarding. */
public enum ModuleName {
  @JsonProperty("builder")
  BUILDER("/api/catalog", "/api/designs/*", "/api/presets/*", "/api/previews/*"),
  @JsonProperty("order")
  ORDER("/api/orders/*"),
  @JsonProperty("user")
  USER("/api/users/*"),
  @JsonProperty("webhook")
  WEBHOOK("/webhooks/*", "/api/webhooks/*"),
  @JsonProperty("analytics")
  ANALYTICS("/api/analytics/*");

  private final List<String> paths;

  ModuleName(String... paths) {
    this.paths = List.of(paths);
  }

  /** Servlet path patterns of the module's public resources. */
  public List<String> paths() {
    return paths;
  }

  /** Whether a public path belongs to the module. */
  public boolean answers(String path) {
    return paths.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("/*")
                    ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
                    : path.equals(pattern));
  }

  /** The name as in configuration: lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
