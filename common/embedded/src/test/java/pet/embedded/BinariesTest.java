package pet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  @TempDir Path root;

  @Test
  void anEntryIsMadeOnceHoweverManyAskForIt() {
    AtomicInteger times = new AtomicInteger();

    IntStream.range(0, 20)
        .parallel()
        .forEach(
            i -> {
              Path entry =
                  new Binaries(root)
                      .entry(
                          "thing",
                          directory ->
                              Files.writeString(
                                  directory.resolve("content"), "" + times.incrementAndGet()));
              assertThat(entry.resolve("content")).hasContent("1");
            });
  }

  @Test
  void whatFailedHalfWayIsNotThereAndTheNextTryClearsItUp() throws IOException {
    Binaries binaries = new Binaries(root);
    assertThatThrownBy(
            () ->
                binaries.entry(
                    "thing",
                    directory -> {
                      Files.writeString(directory.resolve("half"), "");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("disk full");
    assertThat(root.resolve("thing")).doesNotExist();

    binaries.entry("thing", directory -> Files.writeString(directory.resolve("whole"), ""));

    assertThat(root.resolve("thing/whole")).exists();
    assertThat(root.resolve("thing/half")).doesNotExist();
  }
}
