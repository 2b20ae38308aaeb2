package pet.builder.preview;

import pet.domain.builder.Personalization.Position;

/**
 * Where a text runs.
 *
 * @param along the middle of the strap
 * @param center the length around which it lies
 * @param length how much of the strap there is
 * @param width of the strap, as far as a text may use it
 */
record Place(Curve along, double center, double length, double width) {

  static Place of(HarnessShape shape, Position position) {
    return switch (position) {
      case BACK -> part(shape.back(), 0.38, 0.62, shape.strap());
      case CHEST -> part(shape.chest(), 0.46, 0.5, shape.plate() * 0.72);
      case SIDE -> part(shape.bellyNear(), 0.32, 0.4, shape.strap());
    };
  }

  private static Place part(Curve curve, double center, double length, double width) {
    return new Place(curve, curve.length() * center, curve.length() * length, width);
  }
}
