package pet.builder.preview;

import pet.domain.builder.HarnessSize;

/**
 * Where the parts of a harness lie, in a drawing of 800 by 800: two loops of webbing, around neck
 * and belly, joined along the back and under the chest. Small ones are narrow and stout, large ones
 * long; webbing and hardware come in two widths, as they are sold.
 */
record HarnessShape(
    double strap,
    Ellipse neck,
    Ellipse belly,
    Curve neckFar,
    Curve neckNear,
    Curve bellyFar,
    Curve bellyNear,
    Curve back,
    Curve chest,
    Curve handle) {

  static HarnessShape of(HarnessSize size) {
    int step = step(size);
    double scale = 0.7 + 0.06 * step;
    double stretch = scale * (0.92 + 0.016 * step);
    double strap = step < 2 ? 42 : 48;
    Ellipse neck = loop(-178, -2, 84, 176, -11, scale, stretch);
    Ellipse belly = loop(150, 14, 112, 216, -6, scale, stretch);
    Curve back = back(neck, belly, scale);
    return new HarnessShape(
        strap,
        neck,
        belly,
        Curve.arc(neck, -96, 96),
        Curve.arc(neck, -84, -276),
        Curve.arc(belly, -96, 96),
        Curve.arc(belly, -84, -276),
        back,
        chest(neck, belly, scale),
        handle(back, scale));
  }

  private static int step(HarnessSize size) {
    return switch (size) {
      case XS -> 0;
      case S -> 1;
      case M -> 2;
      case L -> 3;
      case XL -> 4;
      case XXL -> 5;
    };
  }

  private static Ellipse loop(
      double x, double y, double width, double height, double turned, double scale, double wide) {
    Point center = new Point(404 + x * wide, 412 + y * scale);
    return new Ellipse(center, width * scale, height * scale, turned);
  }

  private static Curve back(Ellipse neck, Ellipse belly, double scale) {
    Point from = neck.at(-108);
    Point to = belly.at(-74);
    Point rise = new Point(0, -34 * scale);
    Point way = to.minus(from);
    return Curve.bezier(
        from, from.plus(way.times(0.33)).plus(rise), from.plus(way.times(0.68)).plus(rise), to);
  }

  private static Curve chest(Ellipse neck, Ellipse belly, double scale) {
    Point from = neck.at(102);
    Point to = belly.at(104);
    Point sag = new Point(0, 30 * scale);
    Point way = to.minus(from);
    return Curve.bezier(
        from, from.plus(way.times(0.3)).plus(sag), from.plus(way.times(0.7)).plus(sag), to);
  }

  private static Curve handle(Curve back, double scale) {
    Point from = back.at(back.length() * 0.14);
    Point to = back.at(back.length() * 0.62);
    Point rise = new Point(0, -104 * scale);
    return Curve.bezier(from, from.plus(rise), to.plus(rise), to);
  }

  /** How high the plate on the chest is. */
  double plate() {
    return strap * 1.65;
  }
}
