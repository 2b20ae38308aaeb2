package pet.builder.preview;

/** Numbers as SVG takes them: at most two decimals, the same on every machine. */
final class Numbers {

  private Numbers() {}

  static String of(double value) {
    long hundredths = Math.round(value * 100);
    long whole = Math.abs(hundredths) / 100;
    long rest = Math.abs(hundredths) % 100;
    StringBuilder text = new StringBuilder(8);
    if (hundredths < 0) {
      text.append('-');
    }
    text.append(whole);
    if (rest > 0) {
      text.append('.').append(rest / 10);
      if (rest % 10 > 0) {
        text.append(rest % 10);
      }
    }
    return text.toString();
  }

  static String of(Point point) {
    return of(point.x()) + " " + of(point.y());
  }
}
