package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  @Test
  void eachIsFoundAgainAndTheOthersAreAsTheyWere() {
    byte[] together = null;
    for (int revision : new int[] {3, 1, 7}) {
      together = Revisions.with(together, revision, bytes(revision, revision));
    }
    // Longer, shorter and as long: in the middle, at the beginning, at the end.
    together = Revisions.with(together, 1, bytes(9, 5));
    together = Revisions.with(together, 3, bytes(8, 0));
    together = Revisions.with(together, 7, bytes(6, 7));

    assertThat(Revisions.get(together, 1)).isEqualTo(bytes(9, 5));
    assertThat(Revisions.get(together, 3)).isEmpty();
    assertThat(Revisions.get(together, 7)).isEqualTo(bytes(6, 7));
    assertThat(Revisions.get(together, 2)).isNull();
    assertThat(Revisions.get(null, 1)).isNull();
  }

  @Test
  void whatIsWrittenForOneStaysShort() {
    assertThat(IntStream.range(0, 8_000).mapToObj(revision -> Revisions.key("d", revision)))
        .hasSize(8_000)
        .allSatisfy(key -> assertThat(key).startsWith("d/"));
    assertThat(
            IntStream.range(0, 8_000).mapToObj(each -> Revisions.key("d", each)).distinct().count())
        .isEqualTo(1_000);
    assertThat(Revisions.key("d", 7)).isEqualTo(Revisions.key("d", 1));
    assertThat(Revisions.key("d", -1)).isNotEqualTo(Revisions.key("d", 1));
  }

  private static byte[] bytes(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
