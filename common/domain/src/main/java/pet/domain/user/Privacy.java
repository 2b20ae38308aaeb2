package pet.domain.user;

import java.util.ArrayList;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;

/**
 * What a person allows.
 *
 * @param analytics whether events may carry their user id; without, the design counts, the person
 *     doesn't
 * @param personalization whether the store may show them what it thinks they like
 */
public record Privacy(Boolean analytics, Boolean personalization) {

  /** Of who has not chosen. */
  public static final Privacy DEFAULT = new Privacy(true, true);

  /**
   * @throws InvalidInput if one of them is missing
   */
  public Privacy {
    List<FieldError> errors = new ArrayList<>();
    if (analytics == null) {
      errors.add(new FieldError("analytics", "is required: true or false"));
    }
    if (personalization == null) {
      errors.add(new FieldError("personalization", "is required: true or false"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }
}
