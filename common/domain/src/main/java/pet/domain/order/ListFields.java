package pet.domain.order;

import java.util.List;
import pet.domain.InvalidInput;

/** Checks lists in the input: no element may be missing. */
final class ListFields {

  private ListFields() {}

  /**
   * An unmodifiable copy; an empty one for null.
   *
   * @throws InvalidInput if an element is missing
   */
  static <T> List<T> optional(String field, List<T> list) {
    return list == null ? List.of() : required(field, list);
  }

  /**
   * An unmodifiable copy.
   *
   * @throws InvalidInput if the list or an element is missing
   */
  static <T> List<T> required(String field, List<T> list) {
    if (list == null) {
      throw new InvalidInput(field, "is required");
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) == null) {
        throw new InvalidInput(field + "[" + i + "]", "is required");
      }
    }
    return List.copyOf(list);
  }
}
