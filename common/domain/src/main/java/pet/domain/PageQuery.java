package pet.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which page of a list.
 *
 * @param limit from 1 to 100
 * @param after the place behind which it begins
 */
public record PageQuery(int limit, Cursor after) {

  public static final int DEFAULT_LIMIT = 20;
  public static final int MAX_LIMIT = 100;

  /**
   * Reads it from a request's parameters, each of which may be null.
   *
   * @throws InvalidInput naming every parameter that is wrong
   */
  public static PageQuery parse(String limit, String cursor) {
    List<FieldError> errors = new ArrayList<>();
    int wanted = 0;
    try {
      wanted = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    if (wanted < 1 || wanted > MAX_LIMIT) {
      errors.add(new FieldError("limit", "must be a number from 1 to " + MAX_LIMIT));
    }
    Cursor after = Cursor.START;
    try {
      after = Cursor.parse(cursor);
    } catch (InvalidInput e) {
      errors.addAll(e.errors());
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    return new PageQuery(wanted, after);
  }

  /**
   * A parameter that is one of an enum's names, in whatever case; null stays null.
   *
   * @throws InvalidInput naming the choices
   */
  public static <E extends Enum<E>> E choice(String parameter, Class<E> type, String text) {
    if (text == null) {
      return null;
    }
    E[] choices = type.getEnumConstants();
    return Arrays.stream(choices)
        .filter(choice -> choice.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    parameter,
                    "must be one of "
                        + Arrays.stream(choices)
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The page made from rows that were read with a limit of one more than this one's.
   *
   * @param place where a row stands in the list
   */
  public <R, V> Page<V> pageOf(List<R> rows, Function<R, V> view, Function<R, Cursor> place) {
    boolean more = rows.size() > limit;
    List<R> shown = more ? rows.subList(0, limit) : rows;
    return new Page<>(
        shown.stream().map(view).toList(), more ? place.apply(shown.get(limit - 1)).text() : null);
  }
}
