package pet.builder.preview;

/**
 * How far an outline reaches up and down from its base line; downwards is positive.
 *
 * <p>It takes the bend points of curves for points of the outline, which is never too little.
 */
record Extent(double top, double bottom) {

  static final Extent NONE = new Extent(0, 0);

  Extent with(Extent other) {
    return new Extent(Math.min(top, other.top), Math.max(bottom, other.bottom));
  }

  /** Of relative SVG path data made of m, l, q and z. */
  static Extent of(String path) {
    double top = 0;
    double bottom = 0;
    double y = 0;
    double start = 0;
    int i = 0;
    while (i < path.length()) {
      char command = path.charAt(i++);
      int end = i;
      while (end < path.length() && !Character.isLetter(path.charAt(end))) {
        end++;
      }
      double[] numbers = numbers(path.substring(i, end));
      i = end;
      if (command == 'z') {
        y = start;
        continue;
      }
      double from = y;
      for (int n = 1; n < numbers.length; n += 2) {
        y = from + numbers[n];
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
      if (command == 'm') {
        start = y;
      }
    }
    return new Extent(top, bottom);
  }

  private static double[] numbers(String text) {
    String[] parts = text.replace("-", " -").strip().split(" +", -1);
    if (parts.length == 1 && parts[0].isEmpty()) {
      return new double[0];
    }
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }
}
