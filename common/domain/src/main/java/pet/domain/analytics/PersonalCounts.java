package pet.domain.analytics;

import java.util.List;

/** The numbers in which a person may be counted, for their eyes. */
public record PersonalCounts(List<Count> counts) {

  public PersonalCounts {
    counts = List.copyOf(counts);
  }

  /**
   * One number.
   *
   * @param rollup such as {@code designs}
   * @param field the rollup's field that counts people, such as {@code designers}
   * @param grain the length of a window, such as {@code minute}
   * @param keptForDays how long after its end a window is kept; null for ever
   */
  public record Count(String rollup, String field, String grain, Integer keptForDays) {}
}
