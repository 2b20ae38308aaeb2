package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdSetTest {

  private final IdSet ids = new IdSet();

  @Test
  void knowsWhatWasAddedAndNothingElse() {
    Random random = new Random(7);
    List<long[]> added = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      long[] id = {random.nextLong(), random.nextLong()};
      assertThat(ids.contains(id[0], id[1])).isFalse();
      assertThat(ids.add(id[0], id[1])).isTrue();
      added.add(id);
    }
    assertThat(ids.size()).isEqualTo(50_000);
    assertThat(added)
        .allMatch(id -> ids.contains(id[0], id[1]) && !ids.add(id[0], id[1]))
        .noneMatch(id -> ids.contains(id[0], id[1] + 1) || ids.contains(id[0] + 1, id[1]));
    assertThat(ids.size()).isEqualTo(50_000);
  }

  @Test
  void differentIdsMayMeetInTheTable() {
    for (long high = 0; high < 100; high++) {
      assertThat(ids.add(high, 42)).isTrue();
    }
    for (long high = 0; high < 100; high++) {
      assertThat(ids.contains(high, 42)).isTrue();
    }
    assertThat(ids.contains(100, 42)).isFalse();
    assertThat(ids.contains(0, 0)).isFalse();
  }

  @Test
  void bytesAreThoseThatCameLast() {
    ids.add(1, 2);
    ids.add(3, 4);
    ids.add(5, 6);
    assertThat(ids.bytes(1))
        .isEqualTo(ByteBuffer.allocate(32).putLong(3).putLong(4).putLong(5).putLong(6).array());
    assertThat(ids.bytes(3)).isEmpty();
  }
}
