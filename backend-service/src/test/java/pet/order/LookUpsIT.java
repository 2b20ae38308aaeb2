package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pet.testing.ReportFixture.anOrder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderStatus;
import pet.domain.order.Redaction;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Look-ups share a statement, and what they read, and each is answered as if it were alone. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class LookUpsIT {

  private static final Caller STAFF = new Caller("bob", Set.of(Caller.STAFF), null);

  private static OrderStore store;

  // Another replica changes orders behind the back of the one that looks them up.
  private final OrderService here = store.service();
  private final OrderService elsewhere = store.service();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  private static ReportFixture place(ReportFixture order) {
    store.contract().report(order.created());
    return order;
  }

  private static String email(int customer) {
    return "customer" + customer + "@example.com";
  }

  private static void assertNotFound(Supplier<?> lookUp) {
    assertThatThrownBy(lookUp::get)
        .isInstanceOf(DomainException.class)
        .extracting(e -> ((DomainException) e).code())
        .isEqualTo(ProblemCode.NOT_FOUND);
  }

  @Test
  void inACrowdEachReadsTheirOwnOrderAndNobodyElses() throws Exception {
    List<ReportFixture> orders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      orders.add(place(anOrder().email(email(i))));
    }
    ExecutorService customers = Executors.newFixedThreadPool(24);
    try {
      for (int round = 0; round < 20; round++) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          ReportFixture order = orders.get(i % 8);
          UUID id = store.order(order.id()).id();
          // A third of them guess, and one asks for what can be no number.
          String email = i < 16 ? email(i % 8) : email((i + 1) % 8);
          String number = i == 23 ? order.number() + "\0" : order.number();
          Supplier<VersionedOrder> lookUp = () -> here.lookUp(number, email);
          all.add(
              customers.submit(
                  () -> {
                    if (email.equals(email(orders.indexOf(order)))) {
                      assertThat(lookUp.get().order().id()).isEqualTo(id);
                    } else {
                      assertNotFound(lookUp);
                    }
                  }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
    } finally {
      customers.shutdownNow();
    }
  }

  @Test
  void whatAnotherReplicaCommittedIsReadFromThenOn() {
    ReportFixture order = place(anOrder());
    UUID id = store.order(order.id()).id();
    for (OrderStatus status :
        List.of(OrderStatus.IN_PRODUCTION, OrderStatus.QUALITY_CHECK, OrderStatus.SHIPPED)) {
      assertThat(lookUp(order).order().status()).isNotEqualTo(status);

      elsewhere.changeStatus(id, status, "a note", STAFF, version -> {});

      VersionedOrder read = lookUp(order);
      assertThat(read.order().status()).isEqualTo(status);
      assertThat(read).isEqualTo(elsewhere.lookUp(order.number(), "jane.doe@example.com"));
      // Kept or not, it is as a customer reads it.
      assertThat(read.order().history())
          .extracting(OrderView.Change::note)
          .doesNotContain("a note");
      assertThat(lookUp(order)).isEqualTo(read);
    }
  }

  @Test
  void revokedLinksAreNotToldAnyMore() {
    ReportFixture order = place(anOrder());
    assertThat(lookUp(order).trackingGeneration()).isEqualTo(1);

    store.jdbi().useHandle(handle -> handle.execute("UPDATE orders SET tracking_generation = 2"));

    assertThat(lookUp(order).trackingGeneration()).isEqualTo(2);
  }

  @Test
  void anErasedOrderIsNobodysAtOnce() {
    ReportFixture order = place(anOrder());
    lookUp(order);

    store.contract().redact(new Redaction(Set.of(order.id())));

    assertNotFound(() -> lookUp(order));
  }

  @Test
  void whoseItIsDecidesTheNewestDelivery() {
    ReportFixture order = place(anOrder());
    lookUp(order);

    store.contract().report(order.email("new@example.com").at(60).report(Fact.UPDATED));

    assertNotFound(() -> lookUp(order));
    assertThat(here.lookUp(order.number(), "new@example.com").order().orderNumber())
        .isEqualTo(order.number());
  }

  @Test
  void ofTwoWithOneNumberTheNewestIsRead() {
    place(anOrder().numbered("7001", "#7001"));
    UUID newest = store.order(place(anOrder().numbered("7001", "#7001")).id()).id();

    assertThat(here.lookUp("#7001", "jane.doe@example.com").order().id()).isEqualTo(newest);
  }

  private VersionedOrder lookUp(ReportFixture order) {
    return here.lookUp(order.number(), "jane.doe@example.com");
  }
}
