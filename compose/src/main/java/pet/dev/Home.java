package pet.dev;

import java.nio.file.Path;

/**
 * The folder of one store on this machine; nothing of it is in git.
 *
 * @param binaries where PostgreSQL and Redis are unpacked
 */
record Home(Path root, Path binaries) {

  /** {@code PET_HOME}; {@code .pet} unless told. */
  static Home fromEnvironment() {
    return of(Path.of(Variables.text("PET_HOME", ".pet")));
  }

  static Home of(Path root) {
    return new Home(root, root.resolve("bin"));
  }

  /** What has to survive a restart. */
  Path data() {
    return root.resolve("data");
  }

  /** Signs development's own tokens. */
  Path developmentKey() {
    return root.resolve("keys").resolve("development.jwk");
  }
}
