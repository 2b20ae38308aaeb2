package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.user.OtherModulesDouble.NOON;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import pet.domain.Caller;
import pet.domain.user.CustomerRedaction;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;

/** Who was erased is revived by no token of before, and may begin anew. */
class ErasedLoginIT extends ErasureFixture {

  @Test
  void aTokenFromBeforeRevivesNobodyAndANewLoginDoes() {
    users.seen(ANN);
    erase(ANN);

    assertGone(ANN);
    assertGone(new Caller("ann", Set.of(), "ann@example.com", NOON));
    assertGone(new Caller("ann", Set.of(), "ann@example.com"));
    Caller back = new Caller("ann", Set.of(), null, NOON.plusSeconds(1));
    assertThat(users.seen(back).email()).isNull();
    assertThat(users.seen(new Caller("bob", Set.of(), null)).id()).isEqualTo("bob");

    neighbours.kept.add("design");
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE erasure SET requested_at = requested_at - interval '1 hour'"));
    assertThat(erase(back).designs()).as("somebody new").isEqualTo(1);
    assertThat(store.strings("SELECT designs::text FROM erasure")).containsExactly("1", "1");
  }

  @Test
  void whoWasErasedBeforeThereWereDigestsStaysSo() {
    byte[] kept = new Encryption(new EncryptionSettings(null)).hash("users.erasure", "ann");
    users.seen(ANN);
    erase(ANN);
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE erasure SET subject_hash = ?, subject_cipher = NULL", kept));

    assertGone(ANN);
    assertThat(
            store.preferences(Clock.systemUTC()).privacy(Set.of("ann")).get(0).bars(ANN.issuedAt()))
        .isTrue();
    assertThat(users.seen(new Caller("ann", Set.of(), null, NOON.plusSeconds(1)))).isNotNull();
  }

  @Test
  void whoIsAboutToBeErasedIsGoneAlready() {
    users.seen(ANN);
    neighbours.goAwayAfter(0);
    erase(ANN);

    assertGone(ANN);
    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }

  @Test
  void whomTheLoginProviderDeletedNoTokenRevives() {
    users.seen(ANN);
    UUID id = erasures.ask("clerk", "ann");
    work.start(id);
    assertThat(erasures.ask("clerk", "ann")).as("told twice").isEqualTo(id);
    work.start(id);

    assertAllIsErasedAndTold();
    assertThat(neighbours.emails).containsExactly("ann@example.com");
    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }

  @Test
  void whomTheLoginProviderDeletedStaysSoWhoeverAsksBesides() {
    users.seen(ANN);
    UUID id = erasures.ask("clerk", "ann");
    assertThat(erasures.ask(new CustomerRedaction(7, "ann@example.com", Set.of())))
        .containsExactly(id);
    work.start(id);

    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }
}
