package pet.platform;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant. */
final class Suggestion {

  private static final int MOST_TYPOS = 3;

  private Suggestion() {}

  /** A question to put behind "there is no …": the nearest name, else all of them. */
  static String among(Collection<String> known, String wrong) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .filter(name -> distance.apply(name, wrong) <= Math.min(MOST_TYPOS, wrong.length() - 1))
        .min(Comparator.comparing(name -> distance.apply(name, wrong)))
        .map(name -> "did you mean '" + name + "'?")
        .orElseGet(() -> "there are " + String.join(", ", known.stream().sorted().toList()));
  }
}
