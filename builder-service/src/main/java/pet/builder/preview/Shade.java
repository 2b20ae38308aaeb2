package pet.builder.preview;

/** A color, and lighter and darker ones of it. */
record Shade(int red, int green, int blue) {

  private static final String DIGITS = "0123456789abcdef";

  /** Reads {@code #RRGGBB}. */
  static Shade of(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    return new Shade(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }

  /** Towards black. */
  Shade darker(double by) {
    return mixed(new Shade(12, 12, 20), by);
  }

  /** Towards white. */
  Shade lighter(double by) {
    return mixed(new Shade(255, 255, 255), by);
  }

  private Shade mixed(Shade other, double by) {
    return new Shade(
        mix(red, other.red, by), mix(green, other.green, by), mix(blue, other.blue, by));
  }

  private static int mix(int from, int to, double by) {
    return (int) Math.round(from + (to - from) * by);
  }

  /** As the eye weighs it, 0 to 255. */
  double brightness() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  @Override
  public String toString() {
    int rgb = red << 16 | green << 8 | blue;
    StringBuilder hex = new StringBuilder("#");
    for (int shift = 20; shift >= 0; shift -= 4) {
      hex.append(DIGITS.charAt(rgb >> shift & 0xf));
    }
    return hex.toString();
  }
}
