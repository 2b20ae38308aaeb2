package pet.domain.builder;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import pet.domain.FieldError;
import pet.domain.InvalidInput;

/**
 * What a customer chose: ids of the {@link Catalog}, never prices.
 *
 * @param personalization embroidered text, or null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuilderConfig(
    @Schema(example = "M") HarnessSize size,
    @Schema(example = "ocean") String colorId,
    @Schema(example = "gold") String hardwareId,
    Personalization personalization) {

  /**
   * @throws InvalidInput naming every field that is missing or unknown
   */
  public BuilderConfig {
    List<FieldError> errors = new ArrayList<>();
    if (size == null) {
      errors.add(new FieldError("size", "is required: XS, S, M, L, XL or XXL"));
    }
    if (Catalog.color(colorId).isEmpty()) {
      errors.add(
          new FieldError(
              "colorId",
              "must be one of "
                  + Catalog.colors().stream()
                      .map(ColorOption::id)
                      .collect(Collectors.joining(", "))));
    }
    if (Catalog.hardware(hardwareId).isEmpty()) {
      errors.add(
          new FieldError(
              "hardwareId",
              "must be one of "
                  + Catalog.hardware().stream()
                      .map(HardwareOption::id)
                      .collect(Collectors.joining(", "))));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }

  @JsonIgnore
  public ColorOption color() {
    return Catalog.color(colorId).orElseThrow();
  }

  @JsonIgnore
  public HardwareOption hardware() {
    return Catalog.hardware(hardwareId).orElseThrow();
  }
}
