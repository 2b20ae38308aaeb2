package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static pet.user.OtherModulesDouble.NOON;
import static pet.user.OtherModulesDouble.ORDER;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.ShopRedaction;
import pet.user.Erasures.Report;

/** A customer whom the shop wants forgotten, and the people of a shop at its end, are erased. */
class RedactionIT extends ErasureFixture {

  @Test
  void aCustomerIsForgottenWithTheLoginThatHasTheirAddress() {
    users.seen(ANN);
    List<UUID> asked = erasures.ask(new CustomerRedaction(7, "Ann@example.com", Set.of(ORDER)));
    assertThat(asked).hasSize(1);
    assertGone(ANN);
    assertThat(erasures.ask(new CustomerRedaction(7, "Ann@example.com", Set.of(ORDER))))
        .as("told twice")
        .isEqualTo(asked);
    work.start(asked.get(0));

    assertAllIsErasedAndTold();
    assertThat(neighbours.customers).containsExactly(7L);
    assertGone(ANN);
    Caller back = new Caller("ann", Set.of(), null, NOON.plusSeconds(1));
    assertThat(users.seen(back).id()).as("who logs in anew is somebody new").isEqualTo("ann");
  }

  @Test
  void aCustomerWithoutALoginIsForgottenByTheOrdersThatAreNamed() {
    users.seen(ANN);
    List<UUID> asked = erasures.ask(new CustomerRedaction(7, null, Set.of(ORDER)));
    neighbours.orderIsOfAnotherAddress();
    work.start(asked.get(0));

    assertThat(neighbours.kept).doesNotContain("order", "text", "delivery");
    assertThat(erasures.report(asked.get(0)))
        .extracting(Report::revisions, Report::deliveries, Report::orders)
        .containsExactly(1, 1, 1);
    assertThat(users.find("ann")).as("somebody else").isPresent();
    assertThat(rows()).doesNotContain("customer", Long.toString(ORDER));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void aShopsPeopleAreErasedWhateverDiesOnTheWay(int calls) {
    users.seen(ANN);
    UUID id = erasures.ask(new ShopRedaction("paws.myshopify.com", NOON));
    if (calls <= 10) {
      neighbours.dieAt(calls);
      assertThatIllegalStateException().isThrownBy(() -> work.start(id)).withMessage("killed");
      timePasses();
    }
    worker().goOn();
    if (calls > 10) {
      work.start(id);
    }

    assertThat(erasures.ask(new ShopRedaction("Paws.myshopify.com", NOON))).isEqualTo(id);
    assertThat(neighbours.kept).as("a login's designs are not the shop's").containsOnly("design");
    assertThat(users.find("ann")).isPresent();
    assertThat(erasures.report(id))
        .extracting(Report::designs, Report::revisions, Report::deliveries, Report::orders)
        .containsExactly(0, 1, 1, 1);
  }
}
