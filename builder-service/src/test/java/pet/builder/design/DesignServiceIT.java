package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.platform.http.IfMatch;
import pet.testing.Concurrently;
import pet.testing.FailingEventBus;

/** What is created, changed, copied and deleted, and what is told of it. */
class DesignServiceIT extends DesignFixture {

  private static final Caller BOB = new Caller("bob", Set.of("staff"), null);

  @Test
  void whatIsCreatedReadsBackFromDatabaseAndCache() {
    DesignRow created = create(ALICE, "Rex");

    assertThat(created.status()).isEqualTo(DesignStatus.DRAFT);
    assertThat(created.revision()).isEqualTo(1);
    assertThat(created.price()).isEqualTo(service.quote(CONFIG));
    assertThat(service.read(ALICE, created.designId())).as("from the database").isEqualTo(created);
    store.jdbi().useHandle(h -> h.execute("UPDATE design SET name = 'changed behind the cache'"));
    assertThat(service.read(ALICE, created.designId())).as("from the cache").isEqualTo(created);
  }

  @Test
  void anothersDesignIsNotThereWhateverIsAsked() {
    DesignId id = create(ALICE, "Rex").designId();
    service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));

    assertNotFound(() -> service.read(BOB, id));
    service.read(ALICE, id);
    assertNotFound(() -> service.read(BOB, id));
    assertNotFound(() -> service.patch(BOB, id, ANY, new DesignPatch("Mine", null, null)));
    assertNotFound(() -> service.delete(BOB, id, null));
    assertNotFound(() -> duplicate(BOB, id, CopyRequest.PLAIN));
    assertNotFound(() -> revisions().list(BOB, id, ALL));
    assertNotFound(() -> revisions().read(BOB, id, 1));
    assertNotFound(() -> restore(service, BOB, id, null, 1));
    assertNotFound(() -> service.read(ALICE, DesignId.random()));
    assertThat(service.list(BOB, null, ALL).items()).isEmpty();
    assertThat(service.read(ALICE, id).name()).isEqualTo("Rex");
  }

  @Test
  void theEventIsWrittenWithTheDesignOrNeitherIs() {
    DesignRow created = create(ALICE, "Rex");

    assertThat(store.outbox()).containsExactly("design.created " + created.id());
    assertThat(events()).hasSize(1);
    assertThat(events().get(0))
        .contains("\"userId\": \"alice\"")
        .doesNotContain("Rex")
        .doesNotContain("Рекс");

    DesignService failing = service(new FailingEventBus());
    assertThatIllegalStateException().isThrownBy(() -> create(failing, ALICE, "Lost"));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                failing.patch(
                    ALICE, created.designId(), ANY, new DesignPatch("Lost", LARGE, null)));
    assertThatIllegalStateException()
        .isThrownBy(() -> failing.delete(ALICE, created.designId(), null));
    assertThat(store.count("design")).isEqualTo(1);
    assertThat(store.count("design_revision")).isEqualTo(1);
    assertThat(service.read(ALICE, created.designId())).isEqualTo(created);
  }

  /** Whoever adds up the tables by time comes to what whoever counts the events comes to. */
  @Test
  void whatIsKeptOfAFactHasItsEventsTime() {
    DesignRow created = create(ALICE, "Rex");
    DesignId id = created.designId();
    DesignRow renamed = service.patch(ALICE, id, ANY, new DesignPatch("Max", null, null));
    DesignRow revised = service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));
    service.delete(ALICE, id, null);

    List<Instant> told = times("SELECT time FROM outbox ORDER BY id");
    assertThat(told)
        .containsExactly(
            created.createdAt(),
            renamed.updatedAt(),
            revised.updatedAt(),
            times("SELECT deleted_at FROM design").get(0));
    assertThat(times("SELECT created_at FROM design")).containsExactly(told.get(0));
    assertThat(times("SELECT created_at FROM design_revision ORDER BY revision"))
        .containsExactly(told.get(0), told.get(2));
    assertThat(times("SELECT changed_at FROM design_change ORDER BY version"))
        .containsExactly(told.get(1), told.get(2));
  }

  @Test
  void whoReadBeforeTheLastChangeChangesNothing() {
    DesignRow first = create(ALICE, "Rex");
    IfMatch old = IfMatch.needed("\"" + first.tag() + "\"");
    service.patch(ALICE, first.designId(), old, new DesignPatch("Max", null, null));

    for (Runnable change :
        List.<Runnable>of(
            () -> service.patch(ALICE, first.designId(), old, new DesignPatch("No", null, null)),
            () -> restore(service, ALICE, first.designId(), old, 1),
            () -> service.delete(ALICE, first.designId(), old))) {
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(change::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.STALE));
    }
    assertThat(service.read(ALICE, first.designId()).name()).isEqualTo("Max");
  }

  @Test
  void ofManyChangesOfOneStateOneWins() throws Exception {
    DesignRow first = create(ALICE, "Rex");
    IfMatch condition = IfMatch.needed("\"" + first.tag() + "\"");
    List<Callable<Boolean>> changes = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      BuilderConfig config = new BuilderConfig(size, "sunset", "black", null);
      changes.add(
          () -> {
            try {
              service.patch(
                  ALICE, first.designId(), condition, new DesignPatch(null, config, null));
              return true;
            } catch (DomainException e) {
              assertThat(e.code()).isEqualTo(ProblemCode.STALE);
              return false;
            }
          });
    }
    int won = 0;
    for (boolean one : Concurrently.call(changes)) {
      won += one ? 1 : 0;
    }

    assertThat(won).isEqualTo(1);
    assertThat(store.count("design_revision")).isEqualTo(2);
    assertThat(service.read(ALICE, first.designId()).revision()).isEqualTo(2);
  }

  @Test
  void aDeletedDesignIsGoneAndItsRevisionsStay() {
    DesignRow first = create(ALICE, "Rex");
    service.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));
    service.read(ALICE, first.designId());

    service.delete(ALICE, first.designId(), null);

    assertNotFound(() -> service.read(ALICE, first.designId()));
    assertNotFound(() -> service.delete(ALICE, first.designId(), null));
    assertNotFound(() -> restore(service, ALICE, first.designId(), null, 1));
    assertNotFound(() -> duplicate(ALICE, first.designId(), CopyRequest.PLAIN));
    assertNotFound(
        () -> service.patch(ALICE, first.designId(), ANY, new DesignPatch("No", null, null)));
    assertThat(service.list(ALICE, null, ALL).items()).isEmpty();
    assertThat(revisions().find(first.designId(), 1).config()).as("for orders").isEqualTo(CONFIG);
    assertThat(revisions().list(ALICE, first.designId(), ALL).items()).hasSize(2);
    assertThat(store.outbox()).endsWith("design.deleted " + first.id());
  }

  @Test
  void aCopyIsADesignOfItsOwn() {
    DesignRow original = create(ALICE, "Rex");

    DesignRow copy = duplicate(ALICE, original.designId(), CopyRequest.PLAIN);
    DesignRow named = duplicate(ALICE, original.designId(), new CopyRequest("Max"));

    assertThat(copy.id()).isNotEqualTo(original.id());
    assertThat(copy.name()).isEqualTo("Copy of Rex");
    assertThat(copy.config()).isEqualTo(CONFIG);
    assertThat(copy.revision()).isEqualTo(1);
    assertThat(copy.status()).isEqualTo(DesignStatus.DRAFT);
    assertThat(named.name()).isEqualTo("Max");
    service.delete(ALICE, original.designId(), null);
    assertThat(service.read(ALICE, copy.designId())).isEqualTo(copy);
    assertThat(store.outbox()).contains("design.created " + copy.id());
  }

  private static List<Instant> times(String sql) {
    return store.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Instant.class).list());
  }
}
