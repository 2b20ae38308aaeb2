package pet.domain.builder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import pet.domain.DomainException;

/** A design's id: a UUID in its usual form, of which there is one spelling, in lower case. */
@Schema(format = "uuid")
public record DesignId(UUID value) {

  // UUID.fromString also takes "1-1-1-1-1".
  private static final Pattern FORM =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** A new one that nobody can guess. */
  public static DesignId random() {
    return new DesignId(UUID.randomUUID());
  }

  /** Reads what may be an id, such as a line item's property. */
  public static Optional<DesignId> parse(String text) {
    return text != null && FORM.matcher(text).matches()
        ? Optional.of(new DesignId(UUID.fromString(text)))
        : Optional.empty();
  }

  /**
   * For paths and JSON.
   *
   * @throws DomainException {@code NOT_FOUND}: no design has an id of another form
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DesignId fromString(String text) {
    return parse(text).orElseThrow(() -> DomainException.notFound("design"));
  }

  @Override
  @JsonValue
  public String toString() {
    return value.toString();
  }
}
