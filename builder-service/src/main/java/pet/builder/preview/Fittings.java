package pet.builder.preview;

/** The metal parts: D-ring, buckles, slides. */
final class Fittings {

  private static final String SHINE = "url(#metal)";

  private final StringBuilder svg;
  private final Metal metal;
  private final double strap;

  Fittings(StringBuilder svg, Metal metal, double strap) {
    this.svg = svg;
    this.metal = metal;
    this.strap = strap;
  }

  /** The gradient that all of them shine with. */
  void define() {
    svg.append("<linearGradient id=\"metal\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\">");
    int last = metal.shine().size() - 1;
    for (int i = 0; i <= last; i++) {
      svg.append("<stop offset=\"")
          .append(Numbers.of((double) i / last))
          .append("\" stop-color=\"")
          .append(metal.shine().get(i))
          .append("\"/>");
    }
    svg.append("</linearGradient>");
  }

  /** A ring on which a leash clips, standing up from the strap. */
  void dRing(Curve along, double length) {
    place(along, length);
    double half = strap * 0.52;
    String ring =
        "M"
            + Numbers.of(-half)
            + " -8H"
            + Numbers.of(half)
            + "C"
            + Numbers.of(half + 6)
            + " -"
            + Numbers.of(strap * 1.1)
            + " "
            + Numbers.of(-half - 6)
            + " -"
            + Numbers.of(strap * 1.1)
            + " "
            + Numbers.of(-half)
            + " -8Z";
    ring(ring, "#0b0d14", 9, " opacity=\".18\" transform=\"translate(3 6)\"");
    ring(ring, metal.dark(), 9.5, "");
    ring(ring, SHINE, 7, "");
    svg.append("</g>");
  }

  /** A frame through which a strap runs twice, so that its length can be set. */
  void slide(Curve along, double length) {
    place(along, length);
    double high = strap + 14;
    box(-9, -high / 2, 18, high, 5, metal.dark());
    box(-8, -high / 2 + 1, 16, high - 2, 4.5, SHINE);
    box(-3, -strap / 2 + 3, 6, strap - 6, 2.5, "#15171c");
    box(-1.2, -strap / 2 + 2, 2.4, strap - 4, 1, SHINE);
    svg.append("</g>");
  }

  /** A buckle that opens by its two sides. */
  void buckle(Curve along, double length) {
    place(along, length);
    double high = strap + 12;
    box(-33, -high / 2 + 6, 66, high, 9, "#0b0d14\" opacity=\".16");
    box(-34, -high / 2, 68, high, 9, metal.dark());
    box(-33, -high / 2 + 1, 66, high - 2, 8, SHINE);
    box(-22, -high / 2 + 6, 30, high - 12, 5, metal.dark() + "\" opacity=\".55");
    box(-20.5, -high / 2 + 7.5, 27, high - 15, 4, SHINE);
    box(12, -high / 2 - 3, 13, 11, 3, metal.dark());
    box(12, high / 2 - 8, 13, 11, 3, metal.dark());
    box(13, -high / 2 - 2, 11, 9, 2.5, SHINE);
    box(13, high / 2 - 7, 11, 9, 2.5, SHINE);
    box(28, -strap / 2 + 4, 3, strap - 8, 1.5, "#15171c\" opacity=\".7");
    svg.append("</g>");
  }

  /** A rivet that holds a plate. */
  void rivet(Point at) {
    circle(at.plus(new Point(0.6, 1.4)), 6, "#0b0d14\" opacity=\".3");
    circle(at, 5.4, metal.dark());
    circle(at, 4.6, SHINE);
  }

  private void circle(Point at, double radius, String fill) {
    svg.append("<circle cx=\"").append(Numbers.of(at.x())).append("\" cy=\"");
    svg.append(Numbers.of(at.y())).append("\" r=\"").append(Numbers.of(radius));
    svg.append("\" fill=\"").append(fill).append("\"/>");
  }

  private void ring(String path, String stroke, double wide, String more) {
    svg.append("<path d=\"").append(path).append("\" stroke=\"").append(stroke);
    svg.append("\" stroke-width=\"").append(Numbers.of(wide));
    svg.append("\" stroke-linejoin=\"round\"").append(more).append("/>");
  }

  private void box(double x, double y, double width, double height, double round, String fill) {
    svg.append("<rect x=\"").append(Numbers.of(x)).append("\" y=\"").append(Numbers.of(y));
    svg.append("\" width=\"").append(Numbers.of(width));
    svg.append("\" height=\"").append(Numbers.of(height));
    svg.append("\" rx=\"").append(Numbers.of(round));
    svg.append("\" fill=\"").append(fill).append("\"/>");
  }

  private void place(Curve along, double length) {
    Point at = along.at(length);
    Point x = along.direction(length);
    Point y = x.up().times(-1);
    svg.append("<g transform=\"matrix(").append(Numbers.of(x)).append(' ');
    svg.append(Numbers.of(y)).append(' ').append(Numbers.of(at)).append(")\">");
  }
}
