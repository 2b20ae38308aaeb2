package pet.builder.design;

import java.util.List;
import java.util.Optional;
import pet.domain.FieldError;

/** What a design may be called: 1 to 100 characters of plain text on one line, in any script. */
final class DesignName {

  static final int MAX = 100;
  private static final String COPY = "Copy of ";

  private DesignName() {}

  /** The name as it is kept: without space around it. */
  static String normalize(String name) {
    return name == null ? "" : name.strip();
  }

  /** What is wrong with a normalized name, if anything. */
  static Optional<FieldError> check(String name) {
    String wrong = null;
    if (name.isEmpty()) {
      wrong = "is required: 1 to " + MAX + " characters";
    } else if (name.codePointCount(0, name.length()) > MAX) {
      wrong = "must be at most " + MAX + " characters";
    } else if (!name.codePoints().allMatch(DesignName::isPlain)) {
      wrong = "must be plain text on one line";
    }
    return Optional.ofNullable(wrong).map(message -> new FieldError("name", message));
  }

  /** What a copy is called, if its owner says nothing. */
  static String ofCopy(String name) {
    String copy = COPY + name;
    int length = copy.codePointCount(0, copy.length());
    return length <= MAX ? copy : copy.substring(0, copy.offsetByCodePoints(0, MAX)).strip();
  }

  /**
   * No control characters, no line ends, no half of a character, which UTF-8 cannot write, and
   * nothing that turns the direction of what stands behind it; joiners are part of emoji and of
   * scripts.
   */
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

  /** For an optional name: an error only if there is one and it is wrong. */
  static List<FieldError> checkOptional(String name) {
    return name == null ? List.of() : check(name).map(List::of).orElse(List.of());
  }
}
