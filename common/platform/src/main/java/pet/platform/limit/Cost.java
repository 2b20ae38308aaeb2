package pet.platform.limit;

import java.util.Locale;

/** What a request costs us: how often one client may ask goes by it. */
public enum Cost {
  /** What is looked up or computed in a moment, quotes among it. */
  READS,
  /** What is written down. */
  WRITES,
  /** What may have to be drawn. */
  PICTURES,
  /** What goes through all modules: all that is known of a person, and its end. */
  EXPORTS;

  /** As in settings and metrics. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
