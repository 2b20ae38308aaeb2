package pet.platform.limit;

import com.codahale.metrics.Meter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import java.util.Queue;
import java.util.function.Function;

/** How often each client may send requests of one cost. */
public final class ClientLimit {

  /** At most so many clients are remembered, so that memory is bounded. */
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
   * Counts a client's request.
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
