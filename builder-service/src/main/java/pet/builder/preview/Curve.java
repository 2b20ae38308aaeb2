package pet.builder.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** The middle line of a strap, measured along its length. */
final class Curve {

  private static final int STEPS = 64;

  private final Point[] points = new Point[STEPS + 1];
  private final double[] lengths = new double[STEPS + 1];

  private Curve(DoubleFunction<Point> at) {
    for (int i = 0; i <= STEPS; i++) {
      points[i] = at.apply((double) i / STEPS);
      if (i > 0) {
        lengths[i] = lengths[i - 1] + points[i].minus(points[i - 1]).length();
      }
    }
  }

  /** A cubic Bézier curve. */
  static Curve bezier(Point a, Point b, Point c, Point d) {
    return new Curve(
        t -> {
          double s = 1 - t;
          return a.times(s * s * s)
              .plus(b.times(3 * s * s * t))
              .plus(c.times(3 * s * t * t))
              .plus(d.times(t * t * t));
        });
  }

  /** A part of an ellipse, from one angle to another in degrees, turned around its center. */
  static Curve arc(Ellipse ellipse, double from, double to) {
    return new Curve(t -> ellipse.at(from + (to - from) * t));
  }

  double length() {
    return lengths[STEPS];
  }

  /** The point that far along. */
  Point at(double length) {
    int i = segment(length);
    double part = (length - lengths[i]) / (lengths[i + 1] - lengths[i]);
    return points[i].plus(points[i + 1].minus(points[i]).times(part));
  }

  /** The direction there, of length 1. */
  Point direction(double length) {
    Point ahead = at(Math.min(length() - 0.01, length + 4));
    Point behind = at(Math.max(0.01, length - 4));
    Point step = ahead.minus(behind);
    return step.times(1 / step.length());
  }

  private int segment(double length) {
    int i = 0;
    while (i < STEPS - 1 && lengths[i + 1] < length) {
      i++;
    }
    return i;
  }

  /** As SVG path data. */
  String path() {
    return path(0, 0, length());
  }

  /** The part between two lengths, moved upwards, as SVG path data. */
  String path(double offset, double from, double to) {
    int count = (int) Math.max(2, Math.ceil((to - from) / 14));
    List<Point> along = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      double length = from + (to - from) * i / count;
      along.add(at(length).plus(direction(length).up().times(offset)));
    }
    return smooth(along);
  }

  /** Through the middles of the steps, bent by the points between them. */
  private static String smooth(List<Point> along) {
    StringBuilder path = new StringBuilder("M").append(Numbers.of(along.get(0)));
    for (int i = 1; i < along.size() - 1; i++) {
      Point next =
          i == along.size() - 2 ? along.get(i + 1) : middle(along.get(i), along.get(i + 1));
      path.append('Q').append(Numbers.of(along.get(i))).append(' ').append(Numbers.of(next));
    }
    if (along.size() == 2) {
      path.append('L').append(Numbers.of(along.get(1)));
    }
    return path.toString();
  }

  private static Point middle(Point a, Point b) {
    return a.plus(b).times(0.5);
  }
}
