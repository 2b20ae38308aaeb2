package pet.order;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.ReportFixture.anOrder;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.util.Throwables;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderStatus;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Where a customer's address is, and where it is not. */
@ExtendWith(ServersExtension.class)
class OrderEmailIT {

  private static final String EMAIL = "Jane.Doe@Example.com";

  private static OrderStore store;

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  @Test
  void restsEncryptedAndNowhereElse() {
    store.contract().report(anOrder().email(EMAIL).created());

    for (String table : List.of("orders", "order_item", "order_history", "outbox", "inbox")) {
      for (String row : store.strings("SELECT t::text FROM " + table + " t")) {
        assertThat(row).as(table).doesNotContainIgnoringCase("jane", "4a616e65", "6a616e65");
      }
    }
    byte[] cipher =
        store
            .jdbi()
            .withHandle(h -> h.select("SELECT email_cipher FROM orders").mapTo(byte[].class).one());
    assertThat(new String(cipher, ISO_8859_1)).doesNotContainIgnoringCase("jane");
    assertThat(cipher).isNotEqualTo(OrderStore.EMAILS.encrypt(EMAIL));
  }

  @ParameterizedTest
  @ValueSource(strings = {EMAIL, "jane.doe@example.com", " JANE.DOE@EXAMPLE.COM "})
  void findsTheOrderHoweverItIsCased(String typed) {
    ReportFixture order = anOrder().email(EMAIL);
    store.contract().report(order.created());

    assertThat(store.service().lookUp(order.number(), typed).order().orderNumber())
        .isEqualTo(order.number());
  }

  @Test
  void aBlankOneIsNone() {
    store.contract().report(anOrder().email(" ").created());

    assertThat(
            store.strings(
                "SELECT 'kept' FROM orders WHERE num_nonnulls(email_cipher, email_hash) > 0"))
        .isEmpty();
    assertThat(OrderStore.EMAILS.hash("")).isNull();
  }

  @Test
  void isNotTold() {
    OrderReport report = anOrder().email(EMAIL).created();
    NewOrder order =
        new NewOrder(
            UUID.randomUUID(),
            MaskedId.next(),
            OrderStatus.CONFIRMED,
            OrderStore.EMAILS.encrypt(EMAIL),
            OrderStore.EMAILS.hash(EMAIL),
            report,
            Instant.EPOCH);

    assertThat(report.toString() + order).doesNotContainIgnoringCase("jane", "example");
  }

  /** What an incident's log would hold: JDBI's messages quote the statement and its arguments. */
  @Test
  void isNotInTheTraceOfAStatementThatFails() {
    store
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE orders ADD CONSTRAINT no CHECK (id IS NULL)"));
    try {
      assertThatExceptionOfType(JdbiException.class)
          .isThrownBy(() -> store.contract().report(anOrder().email(EMAIL).created()))
          .satisfies(
              e ->
                  assertThat(Throwables.getStackTrace(e))
                      .contains("INSERT INTO orders")
                      .doesNotContainIgnoringCase("jane", "4a616e65"));
    } finally {
      store.jdbi().useHandle(h -> h.execute("ALTER TABLE orders DROP CONSTRAINT no"));
    }
  }
}
