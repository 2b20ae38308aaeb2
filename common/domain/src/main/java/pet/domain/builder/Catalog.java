package pet.domain.builder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import pet.domain.builder.ColorOption.Category;

/**
 * What can be chosen; what it costs is in the {@link PriceList}. Clients send ids, never prices.
 */
public final class Catalog {

  private static final List<ColorOption> COLORS =
      List.of(
          new ColorOption("sunset", "Sunset", "#FF7A59", Category.PRIMARY),
          new ColorOption("ocean", "Ocean", "#3BAFDA", Category.PRIMARY),
          new ColorOption("forest", "Forest", "#68D391", Category.PRIMARY),
          new ColorOption("coral", "Coral", "#FFD166", Category.PRIMARY),
          new ColorOption("lavender", "Lavender", "#A78BFA", Category.SECONDARY),
          new ColorOption("midnight", "Midnight", "#2D2D2D", Category.NEUTRAL));

  private static final List<HardwareOption> HARDWARE =
      List.of(
          new HardwareOption("silver", "Silver", "polished"),
          new HardwareOption("black", "Black", "matte"),
          new HardwareOption("gunmetal", "Gunmetal", "brushed"),
          new HardwareOption("gold", "Gold", "polished"),
          new HardwareOption("rose-gold", "Rose Gold", "polished"));

  private static final Map<String, ColorOption> COLOR_BY_ID = byId(COLORS, ColorOption::id);
  private static final Map<String, HardwareOption> HARDWARE_BY_ID =
      byId(HARDWARE, HardwareOption::id);

  private Catalog() {}

  public static List<ColorOption> colors() {
    return COLORS;
  }

  public static List<HardwareOption> hardware() {
    return HARDWARE;
  }

  public static Optional<ColorOption> color(String id) {
    return Optional.ofNullable(id).map(COLOR_BY_ID::get);
  }

  public static Optional<HardwareOption> hardware(String id) {
    return Optional.ofNullable(id).map(HARDWARE_BY_ID::get);
  }

  private static <T> Map<String, T> byId(List<T> options, Function<T, String> id) {
    return options.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
  }
}
