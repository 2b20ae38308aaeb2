package pet.builder.preview;

import java.util.List;
import java.util.Map;

/** How a hardware's metal shines: colors from its upper left to its lower right. */
record Metal(List<String> shine) {

  private static final Map<String, Metal> METALS =
      Map.of(
          "silver", new Metal(List.of("#fbfcfd", "#c3c8d0", "#8d949e", "#e4e8ed", "#767d88")),
          "black", new Metal(List.of("#6b6f76", "#2a2c30", "#101114", "#4b4e54", "#17181b")),
          "gunmetal", new Metal(List.of("#a9b0b9", "#5d656f", "#353b43", "#838b95", "#2b3037")),
          "gold", new Metal(List.of("#fff3c4", "#e6bd55", "#a8791d", "#f8dd8a", "#8b6314")),
          "rose-gold", new Metal(List.of("#ffeae2", "#e8ae9b", "#b5745f", "#f6cdbf", "#8f5747")));

  /**
   * The metal of a hardware option.
   *
   * @throws IllegalArgumentException if nobody has said yet how that one shines
   */
  static Metal of(String hardwareId) {
    Metal metal = METALS.get(hardwareId);
    if (metal == null) {
      throw new IllegalArgumentException("no metal is drawn for hardware " + hardwareId);
    }
    return metal;
  }

  String dark() {
    return shine.get(shine.size() - 1);
  }
}
