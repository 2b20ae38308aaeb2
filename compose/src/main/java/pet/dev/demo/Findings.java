package pet.dev.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the checks find: what was sent and had no effect is lost, what had more than one is doubled.
 */
final class Findings {

  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();

  void lost(String what) {
    lost.add(what);
  }

  void doubled(String what) {
    doubled.add(what);
  }

  /** Less than was told is lost, more is doubled. */
  void compare(String what, int found, int right) {
    if (found != right) {
      (found > right ? doubled : lost).add(what + ": " + found + " and not " + right);
    }
  }

  void compare(String what, BigDecimal found, BigDecimal right) {
    int difference = found.compareTo(right);
    if (difference != 0) {
      (difference > 0 ? doubled : lost).add(what + ": " + found + " and not " + right);
    }
  }

  boolean isEmpty() {
    return lost.isEmpty() && doubled.isEmpty();
  }

  /** All of it, and how much it is. */
  void print() {
    lost.forEach(what -> System.out.println("lost: " + what));
    doubled.forEach(what -> System.out.println("doubled: " + what));
    System.out.printf("lost = %d, doubled = %d%n", lost.size(), doubled.size());
  }
}
