package pet.user;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.Person;
import pet.domain.builder.RevisionRef;
import pet.domain.order.Redaction;
import pet.domain.webhook.PersonIdentifiers;
import pet.user.ErasureDao.ErasureRow;
import pet.user.ErasureDao.ErasureRow.Step;
import pet.user.Erasures.Wanted;

/**
 * Erases people, step by step, under a lease that each step renews. A step is counted before it is
 * done and may be repeated, so a crash loses no step and no count. A worker that lost its lease
 * stops at its next statement.
 */
final class ErasureWork {

  private static final Logger LOG = LoggerFactory.getLogger(ErasureWork.class);
  private static final int AT_ONCE = 20;
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LAST_RETRY = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final Erasures erasures;
  private final UserService users;
  private final OtherModules others;
  private final ShopPeople shops;

  ErasureWork(Jdbi jdbi, Erasures erasures, UserService users, OtherModules others) {
    this.jdbi = jdbi;
    this.erasures = erasures;
    this.users = users;
    this.others = others;
    this.shops = new ShopPeople(others);
  }

  /** Another worker has the erasure now. */
  private static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Starts an erasure now, and does as much as is possible; does nothing if a worker has it. */
  void start(UUID id) {
    UUID lease = UUID.randomUUID();
    if (jdbi.withExtension(ErasureDao.class, dao -> dao.claim(id, lease, LEASE)) == 1) {
      work(id, lease);
    }
  }

  /** Continues erasures that were left by a process that died or because a module was away. */
  void goOn() {
    for (int i = 0; i < AT_ONCE; i++) {
      UUID lease = UUID.randomUUID();
      UUID id =
          jdbi.withExtension(ErasureDao.class, dao -> dao.claimNext(lease, LEASE)).orElse(null);
      if (id == null) {
        return;
      }
      work(id, lease);
    }
  }

  private void work(UUID id, UUID lease) {
    try {
      ErasureRow row = find(id);
      while (row.step() != Step.DONE) {
        step(row, lease);
        row = find(id);
      }
      LOG.info(
          "erasure {} is done: {} designs, {} revisions, {} deliveries, {} orders",
          id,
          row.designs(),
          row.revisions(),
          row.deliveries(),
          row.orders());
    } catch (LeaseLostException e) {
      LOG.info("erasure {} is continued by another worker", id);
    } catch (DomainException e) {
      postpone(id, lease, e.code().code());
    }
  }

  private ErasureRow find(UUID id) {
    return jdbi.withExtension(ErasureDao.class, dao -> dao.find(id));
  }

  private void step(ErasureRow row, UUID lease) {
    if (row.step() == Step.DONE || row.person() == null) {
      throw new LeaseLostException();
    }
    Wanted wanted = erasures.open(row.person());
    if (wanted.shop() != null) {
      shopStep(row, lease, wanted);
      return;
    }
    Person person = wanted.person();
    switch (row.step()) {
      case DESIGNS -> {
        found(row, lease, others.countDesigns(person), wanted);
        others.designs().erase(person);
        erased(row, lease, Step.REVISIONS);
      }
      case REVISIONS -> {
        Wanted all = wanted.with(others.ordersOf(person));
        Set<RevisionRef> revisions = others.revisionsOf(all.orders());
        found(row, lease, revisions.size(), all);
        others.redact(revisions);
        erased(row, lease, Step.DELIVERIES);
      }
      case DELIVERIES -> {
        found(row, lease, others.webhooks().count(wanted.identifiers()).deliveries(), wanted);
        others.webhooks().erase(wanted.identifiers());
        erased(row, lease, Step.ORDERS);
      }
      case ORDERS -> {
        Set<Long> now = others.ordersOf(person);
        Wanted all = wanted.with(now);
        found(row, lease, others.countOrders(all.orders()), all);
        eraseWhatIsToldOf(newer(now, wanted), person);
        others.orders().redact(new Redaction(all.orders()));
        others.orders().erase(person);
        erased(row, lease, Step.PROFILE);
      }
      default -> eraseProfile(row, lease, person);
    }
  }

  /** The people of a shop have no designs to erase: designs belong to logins. */
  private void shopStep(ErasureRow row, UUID lease, Wanted wanted) {
    IntConsumer found = count -> found(row, lease, count, wanted);
    switch (row.step()) {
      case DESIGNS -> erased(row, lease, Step.REVISIONS);
      case REVISIONS -> {
        shops.eraseRevisions(wanted.shop(), found);
        erased(row, lease, Step.DELIVERIES);
      }
      case DELIVERIES -> {
        shops.eraseDeliveries(wanted, found);
        erased(row, lease, Step.ORDERS);
      }
      case ORDERS -> {
        shops.eraseOrders(wanted.shop(), found);
        erased(row, lease, Step.PROFILE);
      }
      default -> eraseProfile(row, lease, wanted.person());
    }
  }

  private static Set<Long> newer(Set<Long> orders, Wanted wanted) {
    Set<Long> newer = new TreeSet<>(orders);
    newer.removeAll(wanted.orders());
    return newer;
  }

  /**
   * Erases deliveries and texts of orders that came after the steps before; later these orders
   * cannot be found by the person any more.
   */
  private void eraseWhatIsToldOf(Set<Long> orders, Person person) {
    if (!orders.isEmpty()) {
      others.redact(others.revisionsOf(orders));
      others.webhooks().erase(new PersonIdentifiers(person.userId(), orders));
    }
  }

  private void eraseProfile(ErasureRow row, UUID lease, Person person) {
    jdbi.useTransaction(
        handle -> {
          held(handle.attach(ErasureDao.class).finish(row.id(), lease));
          users.erase(handle, person.userId());
        });
  }

  private void found(ErasureRow row, UUID lease, int found, Wanted wanted) {
    byte[] sealed = erasures.seal(wanted);
    held(
        jdbi.withExtension(
            ErasureDao.class, dao -> dao.found(row.id(), lease, found, sealed, LEASE)));
  }

  private void erased(ErasureRow row, UUID lease, Step next) {
    held(jdbi.withExtension(ErasureDao.class, dao -> dao.erased(row.id(), lease, next, LEASE)));
  }

  private static void held(int rows) {
    if (rows == 0) {
      throw new LeaseLostException();
    }
  }

  /** The law sets a deadline, so it is never given up. */
  private void postpone(UUID id, UUID lease, String why) {
    Duration pause = pause(find(id).attempts());
    LOG.warn("erasure {} goes on in {} s: {}", id, pause.toSeconds(), why);
    jdbi.useExtension(ErasureDao.class, dao -> dao.postpone(id, lease, pause));
  }

  private static Duration pause(int attempts) {
    Duration full = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 20));
    long most = full.compareTo(LAST_RETRY) < 0 ? full.toMillis() : LAST_RETRY.toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
