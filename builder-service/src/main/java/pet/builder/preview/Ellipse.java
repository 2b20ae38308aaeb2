package pet.builder.preview;

/**
 * A loop of webbing seen from the side.
 *
 * @param turned by degrees, clockwise
 */
record Ellipse(Point center, double width, double height, double turned) {

  /** The point at an angle in degrees: 0 is right, 90 is below. */
  Point at(double degrees) {
    double angle = StrictMath.toRadians(degrees);
    double x = width * StrictMath.cos(angle);
    double y = height * StrictMath.sin(angle);
    double by = StrictMath.toRadians(turned);
    double cos = StrictMath.cos(by);
    double sin = StrictMath.sin(by);
    return center.plus(new Point(x * cos - y * sin, x * sin + y * cos));
  }
}
