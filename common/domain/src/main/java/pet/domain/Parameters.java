package pet.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the parameters of a request one by one, and tells at the end all that is wrong with them.
 */
public final class Parameters {

  private final List<FieldError> errors = new ArrayList<>();

  /**
   * What a parameter says.
   *
   * @param parameter throws {@link InvalidInput} if it is wrong
   * @return null, too, if it is wrong
   */
  public <T> T read(Supplier<T> parameter) {
    try {
      return parameter.get();
    } catch (InvalidInput wrong) {
      errors.addAll(wrong.errors());
      return null;
    }
  }

  /** Tells what is wrong with a parameter that was read already. */
  public void wrong(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /**
   * Nothing that was read is to be used before.
   *
   * @throws InvalidInput naming every parameter that is wrong
   */
  public void check() {
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
  }
}
