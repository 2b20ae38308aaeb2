package pet.builder.design;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;

/**
 * A design to be duplicated.
 *
 * @param name of the copy; null for one made from the original's
 */
record CopyRequest(@Schema(minLength = 1, maxLength = DesignName.MAX) String name) {

  static final CopyRequest PLAIN = new CopyRequest(null);

  /**
   * Checks it.
   *
   * @throws InvalidInput if the name is none
   */
  CopyRequest {
    name = name == null ? null : DesignName.normalize(name);
    List<FieldError> errors = DesignName.checkOptional(name);
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }
}
