package pet.builder.preview.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What others read in our files is what we wrote. */
class EncodersTest {

  @BeforeAll
  static void inMemory() {
    ImageIO.setUseCache(false);
  }

  static Stream<Arguments> pictures() {
    Random random = new Random(4);
    return Stream.of(1, 2, 3, 200, 601)
        .flatMap(
            size ->
                Stream.of(
                    picture("black", size, (x, y) -> 0),
                    picture("white", size, (x, y) -> 0xffffff),
                    picture("columns", size, (x, y) -> x * 0x010307 & 0xffffff),
                    picture("rows", size, (x, y) -> y * 0x070301 & 0xffffff),
                    picture("checks", size, (x, y) -> (x + y) % 2 == 0 ? 0xff0080 : 0x00ff7f),
                    picture("noise", size, (x, y) -> random.nextInt(1 << 24)),
                    // Counts like Fibonacci's numbers make the deepest trees.
                    picture(
                        "rare colors",
                        size,
                        (x, y) -> Integer.numberOfTrailingZeros(random.nextInt()) * 0x050301),
                    picture(
                        "dots", size, (x, y) -> random.nextInt(500) == 0 ? 0x123456 : 0xf0f0f0)));
  }

  private static Arguments picture(String name, int size, IntBinaryOperator color) {
    int[] rgb = new int[size * size];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = color.applyAsInt(i % size, i / size);
    }
    return Arguments.of(name, new Pixels(size, rgb));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pictures")
  void aPngReadsBack(String name, Pixels pixels) throws IOException {
    assertThat(read(Png.of(pixels))).as(name).isEqualTo(pixels.rgb());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("pictures")
  void aWebpReadsBack(String name, Pixels pixels) throws IOException {
    assertThat(read(Webp.of(pixels))).as(name).isEqualTo(pixels.rgb());
  }

  private static int[] read(byte[] file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    int width = image.getWidth();
    assertThat(image.getHeight()).isEqualTo(width);
    int[] rgb = image.getRGB(0, 0, width, width, null, 0, width);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] &= 0xffffff;
    }
    return rgb;
  }
}
