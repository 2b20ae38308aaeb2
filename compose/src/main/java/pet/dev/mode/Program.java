package pet.dev.mode;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pet.domain.ModuleName;

/**
 * What a process of a mode can run. Its YAML is the one source of its settings; a mode adds where
 * it listens and its module map.
 */
public enum Program {
  DEV("dev", "pet.dev.Dev", "320m", "compose/dev.yml"),
  BACKEND("backend-service", "pet.backend.BackendService", "128m", "backend-service/backend.yml"),
  BUILDER(
      "builder-service",
      "pet.builder.BuilderService",
      "128m",
      "builder-service/builder.yml",
      ModuleName.BUILDER),
  WEBHOOK(
      "webhook-ingest",
      "pet.webhook.WebhookIngest",
      "48m:112m",
      "webhook-ingest/webhook.yml",
      ModuleName.WEBHOOK),
  ANALYTICS(
      "analytics-streams",
      "pet.analytics.AnalyticsStreams",
      "64m:256m:1",
      "analytics-streams/analytics.yml",
      ModuleName.ANALYTICS);

  private final String key;
  private final String main;
  private final String heap;
  private final String yaml;
  private final Set<ModuleName> contains;

  /** A program that contains all modules. */
  Program(String key, String main, String heap, String yaml) {
    this(key, main, heap, yaml, EnumSet.allOf(ModuleName.class));
  }

  Program(String key, String main, String heap, String yaml, ModuleName only) {
    this(key, main, heap, yaml, EnumSet.of(only));
  }

  Program(String key, String main, String heap, String yaml, Set<ModuleName> contains) {
    this.key = key;
    this.main = main;
    this.heap = heap;
    this.yaml = yaml;
    this.contains = contains;
  }

  static Optional<Program> of(String key) {
    return Arrays.stream(values()).filter(program -> program.key.equals(key)).findFirst();
  }

  /** All names, for a message. */
  static String known() {
    return Arrays.stream(values()).map(Program::key).collect(Collectors.joining(", "));
  }

  /** The name in mode files: its room's. */
  public String key() {
    return key;
  }

  public String main() {
    return main;
  }

  /** The heap it needs, as {@code scripts/run} takes it. */
  public String heap() {
    return heap;
  }

  public String yaml() {
    return yaml;
  }

  boolean contains(ModuleName module) {
    return contains.contains(module);
  }
}
