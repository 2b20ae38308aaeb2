package pet.dev.verify;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What came out for one rollup, counted by grain; the first differences in full. */
final class Comparison {

  private static final int IN_FULL = 10;

  private final Rollup rollup;
  private final Map<Grain, Line> lines = new EnumMap<>(Grain.class);
  private final List<String> inFull = new ArrayList<>();
  private final Map<String, Integer> passedOver = new TreeMap<>();

  private static final class Line {
    private int windows;
    private int late;
    private int values;
    private int differing;
  }

  Comparison(Rollup rollup, Set<Grain> grains) {
    this.rollup = rollup;
    grains.forEach(grain -> lines.put(grain, new Line()));
  }

  /** A window whose values follow. */
  void window(Window window, boolean isLate) {
    Line line = lines.get(window.grain());
    line.windows++;
    line.late += isLate ? 1 : 0;
  }

  /** Holds a value against the one truth. */
  void equal(Window window, String name, Object stored, Object counted) {
    value(window, name, Objects.equals(stored, counted), stored, counted);
  }

  /** Holds an estimate against its bounds. */
  void between(Window window, String name, long least, long most, Long counted) {
    boolean isRight = counted != null && counted >= least && counted <= most;
    value(window, name, isRight, least + " to " + most, counted);
  }

  private void value(Window window, String name, boolean isRight, Object stored, Object counted) {
    Line line = lines.get(window.grain());
    line.values++;
    if (!isRight) {
      line.differing++;
      if (inFull.size() < IN_FULL) {
        inFull.add(
            String.format(
                "  %s %s %s: stored %s, counted %s   DIFFERS",
                rollup.key(), window, name, stored, counted));
      }
    }
  }

  /** Something that is there to be compared and cannot be, and why. */
  void passOver(String what) {
    passedOver.merge(what, 1, Integer::sum);
  }

  int values() {
    return lines.values().stream().mapToInt(line -> line.values).sum();
  }

  int differing() {
    return lines.values().stream().mapToInt(line -> line.differing).sum();
  }

  static void printHead(PrintStream out) {
    out.printf(
        "%-11s %-7s %9s %9s %9s %10s%n",
        "rollup", "grain", "windows", "with late", "values", "differing");
  }

  void print(PrintStream out) {
    lines.forEach(
        (grain, line) ->
            out.printf(
                "%-11s %-7s %9d %9d %9d %10d%n",
                rollup.key(), grain.key(), line.windows, line.late, line.values, line.differing));
  }

  void printDifferences(PrintStream out) {
    inFull.forEach(out::println);
    int more = differing() - inFull.size();
    if (more > 0) {
      out.printf("  %s: and %d more%n", rollup.key(), more);
    }
  }

  void printPassedOver(PrintStream out) {
    passedOver.forEach(
        (what, number) ->
            out.printf("  not compared of %s: %s (%d)%n", rollup.key(), what, number));
  }
}
