package pet.dev.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rollups there are to be judged. */
enum Rollup {
  DESIGNS(EnumSet.allOf(Grain.class), List.of("designers")),
  ORDERS(EnumSet.allOf(Grain.class), List.of()),
  OPTIONS(EnumSet.allOf(Grain.class), List.of()),
  FUNNEL(EnumSet.of(Grain.DAY), List.of("sharedRate", "orderedRate", "deliveredRate")),
  FULFILMENT(EnumSet.of(Grain.DAY), List.of("mean", "p50", "p95", "p99")),
  WEBHOOKS(EnumSet.allOf(Grain.class), List.of("lagP50", "lagP99"));

  private final Set<Grain> grains;
  private final List<String> derived;

  Rollup(Set<Grain> grains, List<String> derived) {
    this.grains = grains;
    this.derived = derived;
  }

  /** As its topic is called, {@code pet.analytics.<key>}. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String topic() {
    return "pet.analytics." + key();
  }

  Set<Grain> grains() {
    return grains;
  }

  /** Fields that do not add up. */
  List<String> derived() {
    return derived;
  }
}
