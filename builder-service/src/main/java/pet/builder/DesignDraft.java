package pet.builder;

import java.util.ArrayList;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;

/**
 * A design to be created.
 *
 * @param name 1 to 100 characters, kept without space around it; on one line
 */
record DesignDraft(String name, BuilderConfig config) {

  static final int MAX_NAME = 100;

  /**
   * @throws InvalidInput naming every field that is wrong
   */
  DesignDraft {
    List<FieldError> errors = new ArrayList<>();
    name = name == null ? "" : name.strip();
    if (name.isEmpty()) {
      errors.add(new FieldError("name", "is required: 1 to " + MAX_NAME + " characters"));
    } else if (name.codePointCount(0, name.length()) > MAX_NAME) {
      errors.add(new FieldError("name", "must be at most " + MAX_NAME + " characters"));
    } else if (!name.codePoints().allMatch(DesignDraft::canBeInAName)) {
      errors.add(new FieldError("name", "must be plain text on one line"));
    }
    if (config == null) {
      errors.add(new FieldError("config", "is required"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  /** No control characters, no line ends, and no half of a character, which UTF-8 cannot write. */
  private static boolean canBeInAName(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
