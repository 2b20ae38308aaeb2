package pet.builder.design;

import io.swagger.v3.oas.annotations.media.Schema;
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
record DesignDraft(
    @Schema(minLength = 1, maxLength = DesignName.MAX, example = "Rex on tour") String name,
    BuilderConfig config) {

  /**
   * Checks it.
   *
   * @throws InvalidInput naming every field that is wrong
   */
  DesignDraft {
    name = DesignName.normalize(name);
    List<FieldError> errors = new ArrayList<>();
    DesignName.check(name).ifPresent(errors::add);
    if (config == null) {
      errors.add(new FieldError("config", "is required"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }
}
