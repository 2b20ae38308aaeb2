package pet.domain;

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
    Parameters parameters = new Parameters();
    Integer wanted = parameters.read(() -> limit(limit));
    Cursor after = parameters.read(() -> Cursor.parse(cursor));
    parameters.check();
    return new PageQuery(wanted, after);
  }

  private static int limit(String text) {
    int limit = 0;
    try {
      limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidInput("limit", "must be a number from 1 to " + MAX_LIMIT);
    }
    return limit;
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
