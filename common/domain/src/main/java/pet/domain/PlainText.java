package pet.domain;

/** Text that people write on one line, in any script. */
public final class PlainText {

  private PlainText() {}

  /**
   * Whether it can stand anywhere: no control characters, no line ends, no half of a character,
   * which UTF-8 cannot write, and nothing that turns the direction of what stands behind it;
   * joiners are part of emoji and of scripts.
   */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain);
  }

  private static boolean isPlain(int codePoint) {
    if (turnsDirection(codePoint)) {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean turnsDirection(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }
}
