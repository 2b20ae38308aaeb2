package pet.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import pet.domain.InvalidInput;
import pet.domain.PlainText;

/** What a person changes about their profile. What is left out stays. */
// No record, for a record cannot tell what is left out from a null.
final class ProfilePatch {

  static final int LONGEST = 80;

  /** Plain text on one line; empty to be called nothing again. */
  @JsonProperty
  @JsonSetter(nulls = Nulls.FAIL)
  @Schema(maxLength = LONGEST)
  private String displayName;

  private ProfilePatch() {}

  /** No constructor: Jackson would take a text alone, without braces, for it. */
  static ProfilePatch named(String displayName) {
    ProfilePatch patch = new ProfilePatch();
    patch.displayName = displayName;
    return patch;
  }

  /**
   * As it is kept, without space around it; null to leave what is there.
   *
   * @throws InvalidInput if nobody can be called so
   */
  String displayName() {
    if (displayName == null) {
      return null;
    }
    String stripped = displayName.strip();
    if (stripped.codePointCount(0, stripped.length()) > LONGEST) {
      throw new InvalidInput("displayName", "must be at most " + LONGEST + " characters");
    }
    if (!PlainText.isPlain(stripped)) {
      throw new InvalidInput("displayName", "must be plain text on one line");
    }
    return stripped;
  }
}
