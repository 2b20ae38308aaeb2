package pet.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Kafka Streams keeps on this machine's disk. */
final class LocalState {

  private LocalState() {}

  /**
   * Makes the folder, in which Kafka Streams would have six topologies get in each other's way, and
   * deletes what a topology's other generations have left there.
   */
  static void keepOnly(Generation generation, AnalyticsSettings settings) {
    Path folder = settings.stateDirectory();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "setting analytics.stateDirectory must be a directory that can be written", e);
    }
    String own = generation.application(settings.application());
    Pattern all =
        Pattern.compile(
            Pattern.quote(settings.application() + "-" + generation.rollup())
                + "(-g\\d+)?(\\.running)?");
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> others =
          entries
              .filter(entry -> all.matcher(entry.getFileName().toString()).matches())
              .filter(entry -> !entry.getFileName().toString().replace(".running", "").equals(own))
              .toList();
      others.forEach(LocalState::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With all that is in it; not being there is no failure. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
