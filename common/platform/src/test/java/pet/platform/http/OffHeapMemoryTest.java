package pet.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OffHeapMemoryTest {

  private static final int LENGTH = 100_000;

  private final OffHeapMemory offHeap = new OffHeapMemory(2 * LENGTH + 1);

  private static InMemoryBody body() {
    return InMemoryBody.of(new byte[LENGTH]);
  }

  @Test
  void aCopyIsMadeOnce() {
    InMemoryBody body = body();
    assertThat(body.isOffHeap()).isFalse();

    InMemoryBody copy = offHeap.copyOf(body);

    assertThat(copy.isOffHeap()).isTrue();
    assertThat(copy.length()).isEqualTo(LENGTH);
    assertThat(offHeap.copyOf(copy)).isSameAs(copy);
  }

  @Test
  void whatFindsNoRoomStaysInTheHeapUntilTheCollectorHasMadeSome() {
    List<InMemoryBody> held = new ArrayList<>();
    held.add(offHeap.copyOf(body()));
    held.add(offHeap.copyOf(body()));
    assertThat(held).allMatch(InMemoryBody::isOffHeap);

    InMemoryBody third = body();
    assertThat(offHeap.copyOf(third)).isSameAs(third);

    System.gc();
    assertThat(offHeap.copyOf(third)).as("while somebody has the others").isSameAs(third);
    held.remove(0);
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(offHeap.copyOf(third).isOffHeap()).isTrue();
            });
  }

  /** Where the process has less than was thought; in a JVM of its own. */
  @Test
  void aProcessWithoutRoomOutsideOfTheHeapGoesOn() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxDirectMemorySize=1m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Cramped.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(java.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo("true false false");
    assertThat(java.waitFor()).isZero();
  }

  /**
   * A little, three megabytes where there is one, what there would have been room for; and later.
   */
  static final class Cramped {

    private Cramped() {}

    public static void main(String[] args) {
      OffHeapMemory offHeap = new OffHeapMemory(64 << 20);
      List<InMemoryBody> held = new ArrayList<>();
      held.add(offHeap.copyOf(body()));
      boolean large = offHeap.copyOf(InMemoryBody.of(new byte[3 << 20])).isOffHeap();
      boolean refused = offHeap.copyOf(body()).isOffHeap();
      boolean little = held.remove(0).isOffHeap();
      await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(offHeap.copyOf(body()).isOffHeap()).isTrue();
              });
      System.out.println(little + " " + large + " " + refused);
    }
  }
}
