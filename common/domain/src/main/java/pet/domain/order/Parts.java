package pet.domain.order;

import java.util.List;
import pet.domain.InvalidInput;

/** Lists as they come from outside: whole, or refused by name. */
final class Parts {

  private Parts() {}

  /**
   * A copy that nobody changes; of nothing, an empty one.
   *
   * @throws InvalidInput if an element is missing
   */
  static <T> List<T> optional(String field, List<T> list) {
    return list == null ? List.of() : required(field, list);
  }

  /**
   * A copy that nobody changes.
   *
   * @throws InvalidInput if it, or an element, is missing
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
