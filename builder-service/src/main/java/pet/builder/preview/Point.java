package pet.builder.preview;

/** A place in the drawing, in its own units, or a direction. */
record Point(double x, double y) {

  Point plus(Point other) {
    return new Point(x + other.x, y + other.y);
  }

  Point minus(Point other) {
    return new Point(x - other.x, y - other.y);
  }

  Point times(double factor) {
    return new Point(x * factor, y * factor);
  }

  /** Turned a quarter to the left as one looks along it, which is upwards for a text. */
  Point up() {
    return new Point(y, -x);
  }

  double length() {
    return StrictMath.sqrt(x * x + y * y);
  }
}
