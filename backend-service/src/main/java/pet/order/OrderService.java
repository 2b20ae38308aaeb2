package pet.order;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.domain.order.OrderStatus;
import pet.order.LookUps.Asked;
import pet.platform.Store;

/** What customers and staff do with orders. */
final class OrderService {

  private static final String COLUMNS = OrderRows.COLUMNS;

  private final Store store;
  private final Emails emails;
  private final Clock clock;
  private final LookUps lookUps;

  OrderService(Store store, Emails emails, Clock clock) {
    this.store = store;
    this.emails = emails;
    this.clock = clock;
    lookUps = new LookUps(store.jdbi());
  }

  /** A number as the shop writes it, or without its sign. */
  static String bare(String number) {
    return number.startsWith("#") ? number.substring(1) : number;
  }

  /**
   * The customer's lookup, by number and email. A wrong email and an unknown number are the same
   * answer after the same work.
   */
  VersionedOrder lookUp(String number, String email) {
    return lookUps.find(asked(number, email)).orElseThrow(() -> DomainException.notFound("order"));
  }

  /** What such a look-up asks for. */
  Asked asked(String number, String email) {
    return Asked.of(bare(number), emails.hashes(email));
  }

  /** Many look-ups, with one question; what is not there is left out. */
  Map<Asked, VersionedOrder> lookUp(Set<Asked> all) {
    return lookUps.find(all);
  }

  /**
   * By id, masked id or number: any order for staff; for others one that carries their verified
   * email. Another's order is not there.
   */
  VersionedOrder find(String reference, Caller caller) {
    List<byte[]> owner = emails.hashes(caller.verifiedEmail());
    if (!caller.isStaff() && owner.isEmpty()) {
      throw DomainException.notFound("order");
    }
    return read(
        handle -> {
          OrderRows orders = new OrderRows(handle);
          return uuid(reference)
              .flatMap(orders::find)
              .or(() -> orders.findByMaskedId(reference))
              .filter(order -> caller.isStaff() || orders.isOf(order.id(), owner))
              .or(
                  () ->
                      caller.isStaff()
                          ? orders.findByNumber(reference)
                          : orders.findByNumberAndEmail(reference, owner));
        },
        caller.isStaff());
  }

  /** Which order is meant, for whoever may read it. */
  UUID idOf(String reference, Caller caller) {
    return uuid(reference).orElseGet(() -> find(reference, caller).order().id());
  }

  /**
   * Whether somebody who has read an order may go on doing so: their token ends, an order is
   * erased.
   */
  boolean mayStillRead(UUID id, Caller caller) {
    if (caller.expiresAt() != null && !clock.instant().isBefore(caller.expiresAt())) {
      return false;
    }
    List<byte[]> owner = emails.hashes(caller.verifiedEmail());
    return caller.isStaff()
        || (!owner.isEmpty()
            && store.jdbi().withHandle(handle -> new OrderRows(handle).isOf(id, owner)));
  }

  /** An order for whoever has a link to it. */
  VersionedOrder tracked(UUID id) {
    return read(handle -> new OrderRows(handle).find(id), false);
  }

  /** All orders for staff; for others those that carry their verified email. */
  Page<OrderView> list(Caller caller, OrderStatus status, PageQuery page) {
    List<byte[]> owner = emails.hashes(caller.verifiedEmail());
    if (!caller.isStaff() && owner.isEmpty()) {
      return new Page<>(List.of(), null);
    }
    return store
        .jdbi()
        .withHandle(
            handle -> {
              OrderDao orders = handle.attach(OrderDao.class);
              Cursor after = page.after();
              int limit = page.limit() + 1;
              List<OrderRow> rows =
                  caller.isStaff()
                      ? orders.list(status, after.createdAt(), after.id(), limit, COLUMNS)
                      : orders.listOf(owner, status, after.createdAt(), after.id(), limit, COLUMNS);
              return page.pageOf(
                  rows,
                  row -> VersionedOrder.read(handle, row, caller.isStaff()).order(),
                  row -> new Cursor(row.createdAt(), row.id()));
            });
  }

  /**
   * A single step by staff.
   *
   * @param expected refuses a version that is not the one that the caller has read
   */
  VersionedOrder changeStatus(
      UUID id, OrderStatus target, String note, Caller caller, LongConsumer expected) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              OrderRows orders = new OrderRows(handle);
              OrderRow order = orders.lock(id).orElseThrow(() -> DomainException.notFound("order"));
              expected.accept(order.version());
              step(handle, order, target, note, caller);
              return VersionedOrder.read(handle, orders.find(id).orElseThrow(), true);
            });
  }

  private void step(Handle handle, OrderRow order, OrderStatus target, String note, Caller caller) {
    OrderStatus from = order.status();
    if (!from.canStepTo(target)) {
      throw new DomainException(
          ProblemCode.ILLEGAL_TRANSITION,
          "An order that is "
              + from
              + " can become "
              + (from.nextSteps().isEmpty() ? "nothing else" : from.nextSteps())
              + ", not "
              + target
              + ".");
    }
    OrderChange change =
        new OrderChange(handle, order, clock.instant().truncatedTo(ChronoUnit.MICROS));
    change.move(target, OrderView.STAFF + ":" + caller.subject(), note);
    change.parcel(null);
    change.write(store.events());
  }

  private VersionedOrder read(Function<Handle, Optional<OrderRow>> find, boolean forStaff) {
    // One transaction, so that order, lines and history are of one moment.
    return store
        .jdbi()
        .inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle -> {
              OrderRow order =
                  find.apply(handle).orElseThrow(() -> DomainException.notFound("order"));
              return VersionedOrder.read(handle, order, forStaff);
            });
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
