package pet.domain.builder;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import pet.domain.FieldError;
import pet.domain.InvalidInput;

/**
 * Embroidered text.
 *
 * @param text 1 to 20 user-perceived characters that the embroidery machine has: Latin, Greek and
 *     Cyrillic letters, digits, space and {@code &'.,-!♥}; kept in Unicode normal form C
 * @param threadColor {@code #RRGGBB}, kept in upper case
 */
public record Personalization(
    @Schema(minLength = 1, maxLength = Personalization.MAX_CHARACTERS, example = "REX") String text,
    Font font,
    Position position,
    @Schema(pattern = "^#[0-9A-Fa-f]{6}$", example = "#FFFFFF") String threadColor) {

  public static final int MAX_CHARACTERS = 20;

  private static final Pattern GRAPHEME = Pattern.compile("\\X");
  private static final Pattern HEX_COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
  private static final String PUNCTUATION = " &'.,-!♥";
  // Phones send the heart with a variation selector that asks for its colored form.
  private static final String COLORED_HEART = "♥\uFE0F";

  public enum Font {
    @JsonProperty("block")
    BLOCK,
    @JsonProperty("script")
    SCRIPT,
    @JsonProperty("rounded")
    ROUNDED
  }

  public enum Position {
    @JsonProperty("chest")
    CHEST,
    @JsonProperty("back")
    BACK,
    @JsonProperty("side")
    SIDE
  }

  /**
   * @throws InvalidInput naming every field that is wrong
   */
  public Personalization {
    List<FieldError> errors = new ArrayList<>();
    text = text == null ? null : normalize(text);
    String wrongText = checkText(text);
    if (wrongText != null) {
      errors.add(new FieldError("text", wrongText));
    }
    if (font == null) {
      errors.add(new FieldError("font", "is required: block, script or rounded"));
    }
    if (position == null) {
      errors.add(new FieldError("position", "is required: chest, back or side"));
    }
    if (threadColor == null || !HEX_COLOR.matcher(threadColor).matches()) {
      errors.add(new FieldError("threadColor", "must be a color like #FFFFFF"));
    } else {
      threadColor = threadColor.toUpperCase(Locale.ROOT);
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  private static String normalize(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).replace(COLORED_HEART, "♥");
  }

  private static String checkText(String text) {
    if (text == null || text.isBlank()) {
      return "is required: 1 to " + MAX_CHARACTERS + " characters";
    }
    // A code point limit first: counting graphemes of a megabyte is work for nothing.
    if (text.length() > 20 * MAX_CHARACTERS
        || GRAPHEME.matcher(text).results().limit(MAX_CHARACTERS + 1L).count() > MAX_CHARACTERS) {
      return "must be at most " + MAX_CHARACTERS + " characters";
    }
    if (!text.codePoints().allMatch(Personalization::canBeEmbroidered)) {
      return "may hold Latin, Greek and Cyrillic letters, digits, spaces and & ' . , - ! ♥";
    }
    return null;
  }

  private static boolean canBeEmbroidered(int codePoint) {
    if (codePoint < 128 && Character.isDigit(codePoint)) {
      return true;
    }
    if (PUNCTUATION.indexOf(codePoint) >= 0) {
      return true;
    }
    return Character.isLetter(codePoint)
        && switch (Character.UnicodeScript.of(codePoint)) {
          case LATIN, GREEK, CYRILLIC -> true;
          default -> false;
        };
  }
}
