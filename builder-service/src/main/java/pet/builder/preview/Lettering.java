package pet.builder.preview;

import java.util.List;
import pet.domain.builder.Personalization;
import pet.domain.builder.Personalization.Font;

/** A text along a strap, in its font, as large as it may be and never larger than the strap. */
final class Lettering {

  private static final double EM = 1000;
  private static final double SPACING = 0.04;
  // What the middle of a strap leaves to its seams.
  private static final double OF_WIDTH = 0.66;

  private final List<Typeface.Glyph> glyphs;
  private final double scale;
  private final double baseline;
  private final double width;

  private Lettering(List<Typeface.Glyph> glyphs, double scale, double baseline, double width) {
    this.glyphs = glyphs;
    this.scale = scale;
    this.baseline = baseline;
    this.width = width;
  }

  /**
   * Fits a text.
   *
   * @param length of the strap that there is
   * @param strap its width
   */
  static Lettering of(Personalization text, double length, double strap) {
    Typeface face = Typeface.of(text.font());
    List<Typeface.Glyph> glyphs = text.text().codePoints().mapToObj(face::glyph).toList();
    Extent extent = Extent.NONE;
    double advance = -SPACING * EM;
    for (Typeface.Glyph glyph : glyphs) {
      extent = extent.with(Extent.of(glyph.path()));
      advance += glyph.advance() + SPACING * EM;
    }
    double height = Math.max(extent.bottom() - extent.top(), capitals(text.font()));
    double scale = Math.min(strap * OF_WIDTH / height, length / advance);
    double baseline = -(extent.bottom() + extent.top()) / 2 * scale;
    return new Lettering(glyphs, scale, baseline, advance * scale);
  }

  /** What a text without tall letters is measured by, so that "a" is not as tall as "A". */
  private static double capitals(Font font) {
    return font == Font.SCRIPT ? 640 : 715;
  }

  double width() {
    return width;
  }

  /** Draws the letters, centered on a length of the curve. */
  void draw(StringBuilder svg, Curve along, double center) {
    double at = center - width / 2;
    for (Typeface.Glyph glyph : glyphs) {
      double half = glyph.advance() * scale / 2;
      if (!glyph.path().isEmpty()) {
        letter(svg, glyph, along, at + half, half);
      }
      at += 2 * half + SPACING * EM * scale;
    }
  }

  private void letter(
      StringBuilder svg, Typeface.Glyph glyph, Curve along, double middle, double half) {
    Point direction = along.direction(middle);
    Point origin =
        along.at(middle).minus(direction.times(half)).minus(direction.up().times(baseline));
    Point x = direction.times(scale);
    Point y = direction.up().times(-scale);
    svg.append("<path transform=\"matrix(")
        .append(precise(x.x()))
        .append(' ')
        .append(precise(x.y()))
        .append(' ')
        .append(precise(y.x()))
        .append(' ')
        .append(precise(y.y()))
        .append(' ')
        .append(Numbers.of(origin))
        .append(")\" d=\"")
        .append(glyph.path())
        .append("\"/>");
  }

  /** A factor for thousandths: five decimals, without an exponent. */
  private static String precise(double factor) {
    long value = Math.round(factor * 100_000);
    StringBuilder digits = new StringBuilder(Long.toString(100_000 + Math.abs(value) % 100_000));
    digits.setCharAt(0, '.');
    return (value < 0 ? "-" : "") + Math.abs(value) / 100_000 + digits;
  }
}
