package pet.builder.preview;

/** A strap of woven webbing: its rounded edges, its weave, and its two seams. */
final class Webbing {

  private final StringBuilder svg;
  private final Shade color;
  private final double width;

  Webbing(StringBuilder svg, Shade color, double width) {
    this.svg = svg;
    this.color = color;
    this.width = width;
  }

  /** The side that one sees from inside the loop. */
  void far(Curve curve) {
    String path = curve.path();
    stroke(path, color.darker(0.62), width, "");
    stroke(path, color.darker(0.48), width - 4, "");
    stroke(path, color.darker(0.58), width - 4, " stroke-dasharray=\"2 3\" opacity=\".5\"");
  }

  /** The side that faces us. */
  void near(Curve curve) {
    String path = curve.path();
    shadow(path);
    stroke(path, color.darker(0.4), width, "");
    stroke(path, color.darker(0.14), width - 3, "");
    stroke(path, color, width * 0.76, "");
    stroke(path, color.lighter(0.1), width * 0.4, " opacity=\".7\"");
    stroke(path, color.darker(0.5), width - 4, " stroke-dasharray=\"1.4 3.2\" opacity=\".2\"");
    seam(curve, width / 2 - 6);
    seam(curve, 6 - width / 2);
  }

  /** A strap that is padded and narrow. */
  void padded(Curve curve, double wide) {
    String path = curve.path();
    shadow(path);
    stroke(path, color.darker(0.5), wide, "");
    stroke(path, color.darker(0.25), wide - 4, "");
    stroke(path, color.darker(0.06), wide * 0.62, "");
    stroke(path, color.lighter(0.2), wide * 0.24, " opacity=\".6\"");
  }

  private void shadow(String path) {
    svg.append("<path transform=\"translate(3 8)\" d=\"")
        .append(path)
        .append("\" stroke=\"#0b0d14\" stroke-width=\"")
        .append(Numbers.of(width))
        .append("\" opacity=\".13\"/>");
  }

  private void seam(Curve curve, double offset) {
    String path = curve.path(offset, 2, curve.length() - 2);
    Shade thread = color.brightness() < 90 ? color.lighter(0.45) : color.lighter(0.5);
    stroke(path, color.darker(0.45), 2.6, " opacity=\".45\"");
    stroke(path, thread, 1.7, " stroke-dasharray=\"6 4\" stroke-linecap=\"round\"");
  }

  private void stroke(String path, Shade shade, double wide, String more) {
    svg.append("<path d=\"")
        .append(path)
        .append("\" stroke=\"")
        .append(shade)
        .append("\" stroke-width=\"")
        .append(Numbers.of(wide))
        .append('"')
        .append(more)
        .append("/>");
  }
}
