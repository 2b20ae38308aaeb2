package pet.builder.design;

import java.util.List;
import java.util.Optional;
import pet.domain.FieldError;
import pet.domain.PlainText;

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
    } else if (!PlainText.isPlain(name)) {
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

  /** For an optional name: an error only if there is one and it is wrong. */
  static List<FieldError> checkOptional(String name) {
    return name == null ? List.of() : check(name).map(List::of).orElse(List.of());
  }
}
