package pet.platform.limit;

import io.dropwizard.util.Duration;
import java.util.Optional;

/**
 * How often one client may ask, by what it costs: a login, or an address without one. The defaults
 * leave room for a page that asks at each stroke, and for an office behind one address.
 *
 * @param reads 3000 a minute unless told
 * @param writes 600 a minute unless told
 * @param pictures 1200 a minute unless told
 * @param exports 30 in ten minutes unless told
 * @param badLogins tokens of one address that are not believed: 100 in ten minutes unless told
 * @param factor times so much of the first four; unless told, 1, and in development 100, where
 *     everybody comes from one address
 */
public record ClientSettings(
    LimitSettings reads,
    LimitSettings writes,
    LimitSettings pictures,
    LimitSettings exports,
    LimitSettings badLogins,
    Integer factor) {

  public static final ClientSettings DEFAULT =
      new ClientSettings(null, null, null, null, null, null);

  private static final int DEVELOPMENT = 100;

  /** No bucket fills faster. */
  private static final long MOST = 1_000_000_000;

  public ClientSettings {
    Duration minute = Duration.minutes(1);
    Duration minutes = Duration.minutes(10);
    reads = Optional.ofNullable(reads).orElse(new LimitSettings(3000, minute));
    writes = Optional.ofNullable(writes).orElse(new LimitSettings(600, minute));
    pictures = Optional.ofNullable(pictures).orElse(new LimitSettings(1200, minute));
    exports = Optional.ofNullable(exports).orElse(new LimitSettings(30, minutes));
    badLogins = Optional.ofNullable(badLogins).orElse(new LimitSettings(100, minutes));
    if (factor != null && factor < 1) {
      throw new IllegalArgumentException("factor must be at least 1");
    }
  }

  LimitSettings of(Cost cost, boolean development) {
    LimitSettings one =
        switch (cost) {
          case READS -> reads;
          case WRITES -> writes;
          case PICTURES -> pictures;
          case EXPORTS -> exports;
        };
    int times = factor == null ? (development ? DEVELOPMENT : 1) : factor;
    return new LimitSettings((int) Math.min(MOST, (long) one.times() * times), one.per());
  }
}
