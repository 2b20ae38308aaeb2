package pet.analytics;

import pet.domain.ModuleName;
import pet.messaging.KafkaSettings;
import pet.platform.SettingsFile;

/**
 * What the programs beside the topologies work with: the settings of the process that counts, for
 * windows that end with another grace, or lie on another Kafka, are other windows.
 */
record ToolSettings(KafkaSettings kafka, AnalyticsSettings analytics) {

  /**
   * Reads the YAML of a process.
   *
   * @throws IllegalArgumentException if it cannot be read, or a setting is wrong
   */
  static ToolSettings read(String yaml) {
    SettingsFile file = SettingsFile.read(yaml);
    return new ToolSettings(
        file.shared().kafka(), file.section(ModuleName.ANALYTICS, AnalyticsSettings.class));
  }

  /** Of the YAML that the first argument names; if it is wrong, the program ends, and says why. */
  static ToolSettings orExit(String... args) {
    try {
      return read(args.length == 0 ? "" : args[0]);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      throw e;
    }
  }
}
