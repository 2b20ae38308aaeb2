package pet.dev.bench;

/** A row of a benchmark's table: a figure, its bound, and whether it is kept. */
final class Row {

  private Row() {}

  static void atLeast(String what, double figure, double bound) {
    print(what, figure, "", bound, figure >= bound);
  }

  static void atMost(String what, double figure, double bound) {
    atMost(what, figure, "", bound);
  }

  static void atMost(String what, double figure, String unit, double bound) {
    print(what, figure, unit, bound, figure <= bound);
  }

  private static void print(String what, double figure, String unit, double bound, boolean isKept) {
    System.out.printf(
        "%-90s %9.2f %-3s bound %7.2f  %s%n",
        what, figure, unit, bound, isKept ? "ok" : "FELL SHORT");
  }
}
