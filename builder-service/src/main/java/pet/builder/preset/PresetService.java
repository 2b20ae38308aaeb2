package pet.builder.preset;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import pet.builder.preview.PreviewUrls;
import pet.domain.builder.PriceCalculator;

/** Presets at today's prices. */
public final class PresetService {

  /** Only a migration changes them; another replica's is seen after this. */
  private static final Duration KEEP = Duration.ofSeconds(60);

  private final Jdbi jdbi;
  private final PriceCalculator prices;
  private final PreviewUrls previews;
  private final LongSupplier nanoClock;
  private volatile Kept kept;

  private record Kept(List<PresetDao.PresetRow> presets, long since) {}

  public PresetService(
      Jdbi jdbi, PriceCalculator prices, PreviewUrls previews, LongSupplier nanoClock) {
    this.jdbi = jdbi;
    this.prices = prices;
    this.previews = previews;
    this.nanoClock = nanoClock;
  }

  /**
   * Those of a category and with a tag, in their order.
   *
   * @param category null for all
   * @param tag null for all
   */
  List<Preset> list(String category, String tag) {
    return rows().stream()
        .filter(row -> category == null || row.category().equals(category))
        .filter(row -> tag == null || row.tags().contains(tag))
        .map(this::view)
        .toList();
  }

  private Preset view(PresetDao.PresetRow row) {
    return new Preset(
        row.id(),
        row.name(),
        row.description(),
        row.category(),
        row.tags(),
        row.sortOrder(),
        row.config(),
        prices.calculatePrice(row.config()),
        previews.of(row.config()));
  }

  private List<PresetDao.PresetRow> rows() {
    Kept now = kept;
    if (now == null || nanoClock.getAsLong() - now.since >= KEEP.toNanos()) {
      now = new Kept(jdbi.withExtension(PresetDao.class, PresetDao::list), nanoClock.getAsLong());
      kept = now;
    }
    return now.presets;
  }
}
