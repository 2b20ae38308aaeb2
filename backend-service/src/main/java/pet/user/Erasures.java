package pet.user;

import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Person;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.ShopRedaction;
import pet.domain.webhook.PersonIdentifiers;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.user.ErasureDao.ErasureRow;

/**
 * Requests to erase people. All that is needed is stored first, so that an erasure is finished
 * whatever stops on the way: {@link ErasureWork} does it, at once or later, here or in another
 * replica.
 */
final class Erasures {

  private static final String PURPOSE = "users.erasure";
  private static final String PERSON = "person";
  private static final String SHOP = "shopify";

  /**
   * A person whom the login provider deleted never comes back, whoever else asks for the erasure.
   */
  private static final Set<String> MAY_COME_BACK = Set.of(PERSON, SHOP);

  /**
   * Begins the subject under which a customer without a login is erased; no token has such a
   * subject.
   */
  private static final String CUSTOMER = "shopify:customer:";

  /** The column that says whom to erase. */
  static final SealedColumns COLUMNS = SealedColumns.of("erasure", "id").cipher("person", PURPOSE);

  private static final Duration LATE = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final UserService users;
  private final Tombstones tombstones;
  private final Encryption encryption;
  private final ObjectMapper json;
  private final Clock clock;

  Erasures(Jdbi jdbi, UserService users, Encryption encryption, ObjectMapper json, Clock clock) {
    this.jdbi = jdbi;
    this.users = users;
    this.tombstones = new Tombstones(encryption);
    this.encryption = encryption;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The identifiers by which the modules know a person.
   *
   * @param orders the shop's ids of their orders, as far as they are known
   * @param customers the shop's ids of them
   * @param shop the shop whose people are all to be erased; null for one person
   */
  record Wanted(
      String userId,
      Set<String> emails,
      Set<Long> orders,
      Set<Long> customers,
      ShopRedaction shop) {

    Wanted {
      emails = Set.copyOf(emails);
      orders = Set.copyOf(orders);
      // Older rows have none.
      customers = customers == null ? Set.of() : Set.copyOf(customers);
    }

    static Wanted of(Person person) {
      return new Wanted(person.userId(), person.emails(), Set.of(), Set.of(), null);
    }

    Person person() {
      return new Person(userId, emails);
    }

    PersonIdentifiers identifiers() {
      return new PersonIdentifiers(userId, emails, orders, customers);
    }

    Wanted with(Set<Long> more) {
      return new Wanted(userId, emails, union(orders, more), customers, shop);
    }

    Wanted and(Wanted other) {
      return new Wanted(
          userId,
          union(emails, other.emails),
          union(orders, other.orders),
          union(customers, other.customers),
          other.shop == null ? shop : other.shop);
    }

    boolean holds(Wanted other) {
      return equals(and(other));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
      Set<T> all = new HashSet<>(one);
      all.addAll(other);
      return all;
    }

    @Override
    public String toString() {
      return "Wanted[" + orders.size() + " orders]";
    }
  }

  /** Requested by the person. */
  UUID ask(Caller caller) {
    Profile profile = users.find(caller.subject()).orElse(null);
    return store(Wanted.of(PersonalData.person(caller, profile)), PERSON, caller.issuedAt());
  }

  /** Requested by the login provider, which deleted the person; a repeat is the same erasure. */
  UUID ask(String provider, String userId) {
    Set<String> emails = new HashSet<>();
    users.find(userId).map(Profile::email).ifPresent(emails::add);
    return store(Wanted.of(new Person(userId, emails)), provider, null);
  }

  /** Requested by the shop for a customer, who may have several logins or none. */
  List<UUID> ask(CustomerRedaction redaction) {
    Set<String> emails = redaction.email() == null ? Set.of() : Set.of(redaction.email());
    List<String> subjects = emails.stream().flatMap(e -> users.subjectsOf(e).stream()).toList();
    return (subjects.isEmpty() ? List.of(CUSTOMER + redaction.customerId()) : subjects)
        .stream()
            .map(
                subject ->
                    store(
                        new Wanted(
                            subject,
                            emails,
                            redaction.shopifyOrderIds(),
                            Set.of(redaction.customerId()),
                            null),
                        SHOP,
                        null))
            .toList();
  }

  /** Requested for all people of a closed shop, up to the time of its request. */
  UUID ask(ShopRedaction shop) {
    String subject = "shopify:shop:" + shop.shop().toLowerCase(Locale.ROOT);
    return store(new Wanted(subject, Set.of(), Set.of(), Set.of(), shop), SHOP, null);
  }

  private UUID store(Wanted wanted, String by, Instant madeAt) {
    String userId = wanted.userId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return jdbi.inTransaction(
        handle -> {
          Tombstones.lock(handle, userId);
          ErasureDao dao = handle.attach(ErasureDao.class);
          Optional<ErasureRow> last =
              dao.last(tombstones.hashes(userId))
                  .filter(row -> isSame(handle, row, userId, madeAt));
          if (last.isEmpty()) {
            UUID id = UUID.randomUUID();
            dao.insert(id, tombstones.hash(userId), tombstones.seal(userId), by, now, seal(wanted));
            return id;
          }
          again(dao, last.get(), wanted, by, now);
          return last.get().id();
        });
  }

  private void again(ErasureDao dao, ErasureRow row, Wanted wanted, String by, Instant now) {
    String asker = MAY_COME_BACK.contains(row.requestedBy()) ? by : row.requestedBy();
    Wanted before = row.person() == null ? null : open(row.person());
    if (before != null && before.holds(wanted)) {
      dao.askedAgain(row.id(), asker, now);
    } else {
      dao.beginAgain(row.id(), asker, now, seal(before == null ? wanted : before.and(wanted)));
    }
  }

  /** A person who came back after the last erasure is a new one. */
  private boolean isSame(Handle handle, ErasureRow row, String userId, Instant madeAt) {
    return row.finishedAt() == null || tombstones.bars(handle, userId, madeAt);
  }

  byte[] seal(Wanted wanted) {
    try {
      return encryption.encrypt(PURPOSE, json.writeValueAsBytes(wanted));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("whom to erase cannot be written");
    }
  }

  Wanted open(byte[] sealed) {
    try {
      return json.readValue(encryption.decrypt(PURPOSE, sealed), Wanted.class);
    } catch (IOException e) {
      // Without the cause: it would quote the person.
      throw new UncheckedIOException(new IOException("whom to erase cannot be read"));
    }
  }

  /**
   * How far an erasure is.
   *
   * @param requestedAt when it was asked for, the last time
   * @param erasedAt when all was done; null while it goes on, by itself
   * @param designs how many were erased so far
   * @param revisions of designs that their orders point at; what was written in them
   * @param deliveries what was delivered of them, such as webhooks of their orders
   * @param orders they stay in the books, as nobody's
   */
  record Report(
      Instant requestedAt,
      Instant erasedAt,
      int designs,
      int revisions,
      int deliveries,
      int orders) {

    static Report of(ErasureRow row) {
      return new Report(
          row.requestedAt(),
          row.finishedAt(),
          row.designs(),
          row.revisions(),
          row.deliveries(),
          row.orders());
    }
  }

  Report report(UUID id) {
    return Report.of(jdbi.withExtension(ErasureDao.class, dao -> dao.find(id)));
  }

  /** Unhealthy if an erasure is not finished within an hour. */
  HealthCheck health() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        double seconds = jdbi.withExtension(ErasureDao.class, ErasureDao::oldestUnfinishedSeconds);
        return seconds > LATE.toSeconds()
            ? Result.unhealthy("an erasure was asked for %.0f s ago and is not done", seconds)
            : Result.healthy();
      }
    };
  }
}
