package pet.builder.design;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignStatus;

/**
 * What changes about a design. What is left out stays; nothing can be taken away, so a {@code null}
 * is refused.
 *
 * @param config a whole configuration
 */
record DesignPatch(
    @JsonSetter(nulls = Nulls.FAIL) String name,
    @JsonSetter(nulls = Nulls.FAIL) BuilderConfig config,
    @JsonSetter(nulls = Nulls.FAIL) DesignStatus status) {

  /**
   * Checks it.
   *
   * @throws InvalidInput if the name is none
   */
  DesignPatch {
    name = name == null ? null : DesignName.normalize(name);
    List<FieldError> errors = DesignName.checkOptional(name);
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }
}
