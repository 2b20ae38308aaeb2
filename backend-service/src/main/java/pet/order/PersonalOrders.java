package pet.order;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import pet.domain.Cursor;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.Person;
import pet.domain.builder.DesignId;
import pet.domain.builder.RevisionRef;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.ShopOrders;
import pet.order.PersonalOrderDao.PersonalRow;
import pet.platform.Store;
import pet.platform.idempotency.Idempotency;

/** Exports and erases the orders of a person: those with one of their addresses. */
final class PersonalOrders {

  private static final int PAGE = 50;

  private final Store store;
  private final Emails emails;
  private final Idempotency idempotency;
  private final Clock clock;

  PersonalOrders(Store store, Emails emails, Idempotency idempotency, Clock clock) {
    this.store = store;
    this.emails = emails;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  Page<PersonalOrder> export(Person person, String cursor) {
    List<byte[]> hashes = hashes(person);
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    if (hashes.isEmpty()) {
      return new Page<>(List.of(), null);
    }
    return store
        .jdbi()
        .inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle -> {
              List<PersonalRow> rows =
                  handle
                      .attach(PersonalOrderDao.class)
                      .list(hashes, page.after().createdAt(), page.after().id(), PAGE + 1);
              return page.pageOf(
                  rows,
                  row -> PersonalOrderView.of(handle, row, emails),
                  row -> new Cursor(row.createdAt(), row.id()));
            });
  }

  void erase(Person person) {
    List<byte[]> hashes = hashes(person);
    store
        .jdbi()
        .useTransaction(
            handle -> {
              // Also the answers that are kept for their idempotency keys.
              idempotency.forget(handle, person.userId());
              if (!hashes.isEmpty()) {
                erase(handle, dao -> dao.idsOf(hashes));
              }
            });
  }

  /** Erases the customers of orders that the shop names. */
  void redact(Redaction redaction) {
    if (redaction == null) {
      throw new InvalidInput("redaction", "is required");
    }
    if (!redaction.shopifyOrderIds().isEmpty()) {
      store
          .jdbi()
          .useTransaction(
              handle ->
                  erase(handle, dao -> dao.idsByShop(List.copyOf(redaction.shopifyOrderIds()))));
    }
  }

  Page<Long> ofPeople(PlacedUntil placed, String cursor) {
    if (placed == null) {
      throw new InvalidInput("placed", "is required");
    }
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    List<PersonalOrderDao.PlacedRow> rows =
        store
            .jdbi()
            .withExtension(
                PersonalOrderDao.class,
                dao -> dao.ofPeople(placed.until(), page.after(), PAGE + 1));
    return page.pageOf(
        rows,
        PersonalOrderDao.PlacedRow::shopifyOrderId,
        row -> new Cursor(row.createdAt(), row.id()));
  }

  List<RevisionRef> revisions(ShopOrders orders) {
    if (orders == null) {
      throw new InvalidInput("orders", "is required");
    }
    if (orders.shopifyOrderIds().isEmpty()) {
      return List.of();
    }
    return store
        .jdbi()
        .withExtension(
            PersonalOrderDao.class, dao -> dao.pointers(List.copyOf(orders.shopifyOrderIds())))
        .stream()
        .flatMap(
            row ->
                DesignId.parse(row.designId())
                    .map(id -> new RevisionRef(id, row.designRevision()))
                    .stream())
        .distinct()
        .toList();
  }

  private void erase(Handle handle, Function<PersonalOrderDao, List<UUID>> which) {
    PersonalOrderDao orders = handle.attach(PersonalOrderDao.class);
    List<UUID> ids = which.apply(orders);
    if (!ids.isEmpty()) {
      orders.eraseNotes(ids);
      orders.eraseParcels(ids);
      orders.erase(ids, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
  }

  private List<byte[]> hashes(Person person) {
    if (person == null) {
      throw new InvalidInput("person", "is required");
    }
    return person.emails().stream().map(emails::hashes).flatMap(List::stream).toList();
  }
}
