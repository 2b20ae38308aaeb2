package pet.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A secret of the configuration: it prints, and serialises, as {@code [REDACTED]}. */
public record Secret(String value) {

  private static final String REDACTED = "[REDACTED]";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Secret {}

  public boolean isBlank() {
    return value == null || value.isBlank();
  }

  @JsonValue
  String redacted() {
    return REDACTED;
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
