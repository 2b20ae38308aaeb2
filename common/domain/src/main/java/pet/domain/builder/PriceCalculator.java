package pet.domain.builder;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The only place that computes a price: by the list that is in force at the moment. */
public final class PriceCalculator {

  /** In the order of their validity. */
  private final List<PriceList> lists;

  private final Clock clock;

  /** Prices as they were when the store opened. */
  public PriceCalculator(BigDecimal taxRate) {
    this(PriceList.opening(taxRate), List.of(), Clock.systemUTC());
  }

  /**
   * Prices that change.
   *
   * @param changes in any order; each stands on those before it
   */
  public PriceCalculator(PriceList opening, List<PriceList.Change> changes, Clock clock) {
    List<PriceList> all = new ArrayList<>(List.of(opening));
    changes.stream()
        .sorted(Comparator.comparing(PriceList.Change::validFrom))
        .forEach(change -> all.add(all.get(all.size() - 1).with(change)));
    this.lists = List.copyOf(all);
    this.clock = clock;
  }

  /** The list in force now. */
  public PriceList current() {
    Instant now = clock.instant();
    for (int i = lists.size() - 1; i > 0; i--) {
      if (!lists.get(i).validFrom().isAfter(now)) {
        return lists.get(i);
      }
    }
    return lists.get(0);
  }

  /** What a configuration costs now. */
  public PriceBreakdown calculatePrice(BuilderConfig config) {
    return current().price(config);
  }
}
