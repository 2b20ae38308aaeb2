package pet.platform.limit;

import com.codahale.metrics.Meter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import java.util.Queue;
import java.util.function.Function;

/** How often each client may ask for what costs so much. */
public final class ClientLimit {

  /** Who asks from more addresses than this is not remembered for long; memory stays as it is. */
  private static final int MOST_CLIENTS = 20_000;

  private final Cost cost;
  private final LimitSettings settings;
  private final Meter refused;
  private final Cache<String, Account> accounts;
  private final Function<String, Account> newAccount;

  ClientLimit(Cost cost, LimitSettings settings, RateLimits shared, Queue<Account> toTell) {
    this.cost = cost;
    this.settings = settings;
    String name = "client." + cost.key();
    refused = shared.refused(name);
    BucketConfiguration configuration = RateLimits.configuration(settings);
    accounts =
        Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(settings.per().toJavaDuration())
            .build();
    shared.known(name, accounts::estimatedSize);
    newAccount =
        client ->
            new Account(
                configuration, () -> shared.bucket(name, settings, configuration, client), toTell);
  }

  /**
   * Counts that a client asks.
   *
   * @param client the same in every replica
   * @return 0 for who may, else in how many nanoseconds they may again
   */
  public long take(String client) {
    long wait = accounts.get(client, newAccount).take();
    if (wait > 0) {
      refused.mark();
    }
    return wait;
  }

  public Cost cost() {
    return cost;
  }

  /** So often. */
  public int times() {
    return settings.times();
  }

  /** In so many seconds. */
  public long seconds() {
    return settings.per().toSeconds();
  }
}
