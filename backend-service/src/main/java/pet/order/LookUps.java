package pet.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import pet.platform.Coalescer;
import pet.platform.database.PlainSql;

/**
 * Orders by number and email, as customers look them up. Those who come at the same time are looked
 * up in one statement. It is asked each time which order it is and in which version, so nobody
 * reads what was before a commit; what an order of that version reads like is kept for a while.
 */
final class LookUps {

  private static final HexFormat HEX = HexFormat.of();
  private static final int MOST_AT_ONCE = 100;
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** Lines and changes of all views that are kept: some megabytes. */
  private static final int MOST_KEPT = 20_000;

  private static final String FIND =
      """
      SELECT asked.place, found.id, found.version, found.tracking_generation
      FROM unnest(?, ?, ?) AS asked (place, number, email_hash)
      CROSS JOIN LATERAL (
        SELECT id, version, tracking_generation, created_at FROM orders
        WHERE email_hash = asked.email_hash
          AND (order_number = asked.number OR order_name = asked.number
            OR order_name = '#' || asked.number)
        ORDER BY created_at DESC LIMIT 1
      ) AS found
      ORDER BY asked.place, found.created_at
      """;

  private final Jdbi jdbi;
  private final Coalescer<Asked, VersionedOrder> together =
      new Coalescer<>(this::read, MOST_AT_ONCE);
  private final Cache<Found, VersionedOrder> views =
      Caffeine.newBuilder()
          .expireAfterWrite(KEPT)
          .maximumWeight(MOST_KEPT)
          .weigher((Found key, VersionedOrder view) -> weight(view.order()))
          .build();

  LookUps(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The hashes in hexadecimal digits, so that two that ask the same are equal. */
  record Asked(String number, List<String> emailHashes) {
    static Asked of(String number, List<byte[]> emailHashes) {
      return new Asked(number, emailHashes.stream().map(HEX::formatHex).toList());
    }

    /** PostgreSQL's text has every character but this: the others' question would fail, too. */
    boolean isPossible() {
      return number.indexOf('\0') < 0;
    }
  }

  /** All that what a customer reads depends on. */
  private record Found(UUID id, long version, int trackingGeneration) {}

  private record Row(int place, Found found) {}

  /** The newest order that has this number and one of these hashes of an email. */
  Optional<VersionedOrder> find(Asked asked) {
    return asked.isPossible() ? Optional.ofNullable(together.ask(asked)) : Optional.empty();
  }

  /** The same for many, with one question; what is not there is left out. */
  Map<Asked, VersionedOrder> find(Set<Asked> all) {
    Set<Asked> possible = all.stream().filter(Asked::isPossible).collect(Collectors.toSet());
    return possible.isEmpty() ? Map.of() : read(possible);
  }

  private Map<Asked, VersionedOrder> read(Set<Asked> all) {
    Map<Asked, VersionedOrder> answers = new HashMap<>();
    List<Asked> unread = new ArrayList<>();
    jdbi.withHandle(handle -> find(handle, all))
        .forEach(
            (asked, found) -> {
              VersionedOrder kept = views.getIfPresent(found);
              if (kept == null) {
                unread.add(asked);
              } else {
                answers.put(asked, kept);
              }
            });
    if (!unread.isEmpty()) {
      // Found again in the transaction that reads them: whose an order is and what it reads like
      // are of one moment.
      jdbi.useTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          handle ->
              find(handle, unread)
                  .forEach((asked, found) -> answers.put(asked, read(handle, found))));
    }
    return answers;
  }

  private VersionedOrder read(Handle handle, Found found) {
    OrderRow row = new OrderRows(handle).find(found.id()).orElseThrow();
    VersionedOrder view = VersionedOrder.read(handle, row, false);
    views.put(found, view);
    return view;
  }

  private static Map<Asked, Found> find(Handle handle, Collection<Asked> all) {
    List<Asked> asked = List.copyOf(all);
    List<Integer> places = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (int place = 0; place < asked.size(); place++) {
      for (String hash : asked.get(place).emailHashes()) {
        places.add(place);
        hashes.add(HEX.parseHex(hash));
      }
    }
    PlainSql sql = new PlainSql(handle);
    Map<Asked, Found> found = new HashMap<>();
    sql.list(
            FIND,
            row ->
                new Row(
                    row.getInt("place"),
                    new Found(
                        row.getObject("id", UUID.class),
                        row.getLong("version"),
                        row.getInt("tracking_generation"))),
            sql.column("int4", places, place -> place),
            sql.column("text", places, place -> asked.get(place).number()),
            sql.column("bytea", hashes, hash -> hash))
        // The newest comes last.
        .forEach(row -> found.put(asked.get(row.place()), row.found()));
    return found;
  }

  private static int weight(OrderView order) {
    return 1 + order.items().size() + order.history().size();
  }
}
