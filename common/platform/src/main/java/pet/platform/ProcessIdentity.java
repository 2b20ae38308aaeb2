package pet.platform;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which process this is.
 *
 * @param name of the program, such as {@code builder-service}
 * @param instance of this one run of it: no other process has it, no replica and no later run
 * @param version of the code
 * @param since when it runs
 */
record ProcessIdentity(String name, String instance, String version, Instant since) {

  static ProcessIdentity of(String name) {
    String version =
        Optional.ofNullable(ProcessIdentity.class.getPackage().getImplementationVersion())
            .orElse("development");
    String instance = name + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new ProcessIdentity(name, instance, version, Instant.now());
  }
}
