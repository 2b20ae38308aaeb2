package pet.analytics.rollup;

/**
 * What came after its window had closed. The window stays as it was published; what would have been
 * counted in it is counted beside it, in the same way, and published in a rollup of its own.
 */
final class Late {

  static final String PREFIX = "late" + WindowKey.BAR;

  private Late() {}

  static boolean is(String window) {
    return window.startsWith(PREFIX);
  }

  static WindowKey window(String text) {
    return WindowKey.parse(is(text) ? text.substring(PREFIX.length()) : text);
  }

  /** The key in the topic of what came late: the rollup's name and the window. */
  static String key(String rollup, String window) {
    return rollup + WindowKey.BAR + window.substring(PREFIX.length());
  }
}
