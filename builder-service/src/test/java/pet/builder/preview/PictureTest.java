package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.builder.preview.image.Raster;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;

class PictureTest {

  private static final BuilderConfig REX =
      new BuilderConfig(
          HarnessSize.L,
          "sunset",
          "gold",
          new Personalization("REX", Font.BLOCK, Position.CHEST, "#FFFFFF"));

  @ParameterizedTest
  @ValueSource(ints = {200, 800, 1111})
  void pixelsAreThoseOfTheSvg(int size) {
    int[] ofTheWhole = new Raster(size).paint(HarnessDrawing.of(REX)).pixels().rgb();

    assertThat(Picture.pixels(REX, size).rgb()).isEqualTo(ofTheWhole);
    assertThat(Picture.pixels(REX, size).rgb()).as("once more").isEqualTo(ofTheWhole);
  }

  @ParameterizedTest
  @CsvSource({"PNG,200", "PNG,1600", "WEBP,200", "WEBP,1600", "PNG,"})
  void isAsLargeAsAsked(PreviewFormat format, String size) throws Exception {
    BufferedImage image = read(Picture.of("x", format, size).draw(REX));

    assertThat(image.getWidth()).isEqualTo(size == null ? 800 : Integer.parseInt(size));
    assertThat(image.getHeight()).isEqualTo(image.getWidth());
    assertThat(colors(image)).as("more than a background").isGreaterThan(500);
  }

  @Test
  void pngAndWebpShowTheSame() throws Exception {
    BufferedImage png = read(Picture.of("x", PreviewFormat.PNG, "300").draw(REX));
    BufferedImage webp = read(Picture.of("x", PreviewFormat.WEBP, "300").draw(REX));

    assertThat(rgb(webp)).isEqualTo(rgb(png));
  }

  @Test
  void anSvgFitsWhereItIsPutUnlessASizeIsAsked() {
    assertThat(svg(null)).isEqualTo(HarnessDrawing.of(REX)).doesNotContain("<svg width");
    assertThat(svg("400")).startsWith("<svg width=\"400\" height=\"400\" xmlns=");
  }

  private static String svg(String size) {
    return new String(Picture.of("x", PreviewFormat.SVG, size).draw(REX), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"199", "1601", "0", "-800", "8e2", "", "huge", "00000000800", "٨٠٠"})
  void noOtherSizeIsThere(String size) {
    assertThatThrownBy(() -> Picture.of("x", PreviewFormat.PNG, size))
        .isInstanceOfSatisfying(
            InvalidInput.class, e -> assertThat(e.errors().get(0).field()).isEqualTo("size"));
  }

  private static BufferedImage read(byte[] file) throws Exception {
    ImageIO.setUseCache(false);
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static int[] rgb(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, width, null, 0, width);
  }

  private static int colors(BufferedImage image) {
    Set<Integer> colors = new HashSet<>();
    for (int color : rgb(image)) {
      colors.add(color);
    }
    return colors.size();
  }
}
