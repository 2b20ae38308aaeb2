package pet.dev.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures a server and its reference in turns, so that whatever else the machine does slows both
 * down, once both have warmed up.
 *
 * @param number how many rounds; medians of them are compared
 * @param length of a round
 * @param warmUp how long both run before the first round
 */
record Rounds(int number, Duration length, Duration warmUp, ProcessorTime processors) {

  /** Measures for a time how many a second were done. */
  @FunctionalInterface
  interface Rate {
    double during(Duration time) throws Exception;
  }

  /**
   * Prints the ratio of both beside the least that it should be, and the processor time of one
   * request to the server.
   *
   * @return what the server does in a second
   */
  double compare(String what, Rate server, Rate reference, double atLeast) throws Exception {
    processors.clear();
    server.during(warmUp);
    reference.during(warmUp);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    double answers = 0;
    for (int round = 0; round < number; round++) {
      double our = processors.of(() -> server.during(length));
      ours.add(our);
      answers += our * length.toSeconds();
      theirs.add(reference.during(length));
    }
    Row.atLeast(
        "%s (%.0f and %.0f a second)".formatted(what, median(ours), median(theirs)),
        median(ours) / median(theirs),
        atLeast);
    processors.print(answers);
    return median(ours);
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
