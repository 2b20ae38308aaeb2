package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import pet.domain.Money;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.platform.http.IfMatch;
import pet.testing.Concurrently;

/** A revision never changes, and stays. */
class RevisionsIT extends DesignFixture {

  @Test
  void anotherConfigurationIsTheNextRevisionAndTheOldOneStays() {
    DesignRow first = create(ALICE, "Rex");

    DesignRow second =
        service.patch(
            ALICE,
            first.designId(),
            IfMatch.needed("\"" + first.tag() + "\""),
            new DesignPatch("Max", LARGE, DesignStatus.ACTIVE));

    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.name()).isEqualTo("Max");
    assertThat(second.status()).isEqualTo(DesignStatus.ACTIVE);
    assertThat(second.config()).isEqualTo(LARGE);
    assertThat(second.price()).isEqualTo(service.quote(LARGE));
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(service.read(ALICE, first.designId())).isEqualTo(second);
    assertThat(revisions().read(ALICE, first.designId(), 1).config()).isEqualTo(CONFIG);
    assertThat(revisions().read(ALICE, first.designId(), 1).price()).isEqualTo(first.price());
    assertThat(revisions().list(ALICE, first.designId(), ALL).items())
        .extracting(RevisionView::revision)
        .containsExactly(2, 1);
    assertThat(store.outbox())
        .containsExactly("design.created " + first.id(), "design.updated " + first.id());
    assertThat(events().get(1)).contains("\"revision\": 2", "\"size\": \"L\"");
  }

  @Test
  void whatIsNotAnotherConfigurationIsNoRevision() {
    DesignRow first = create(ALICE, "Rex");

    DesignRow renamed =
        service.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(renamed.revision()).isEqualTo(1);
    assertThat(renamed.tag()).isNotEqualTo(first.tag());

    DesignRow same =
        service.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(same).as("nothing changed").isEqualTo(renamed);
    assertThat(store.outbox()).hasSize(2);
  }

  @Test
  void manyUnconditionalChangesAreRevisionsInARow() throws Exception {
    DesignRow first = create(ALICE, "Rex");
    List<Callable<Integer>> changes = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      for (String hardware : List.of("black", "silver")) {
        BuilderConfig config = new BuilderConfig(size, "sunset", hardware, null);
        changes.add(
            () ->
                service
                    .patch(ALICE, first.designId(), ANY, new DesignPatch(null, config, null))
                    .revision());
      }
    }

    assertThat(Concurrently.call(changes))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 13).boxed().toList());
    assertThat(service.read(ALICE, first.designId()).revision()).isEqualTo(13);
    assertThat(revisions().read(ALICE, first.designId(), 13).config())
        .isEqualTo(service.read(ALICE, first.designId()).config());
  }

  @Test
  void aRevisionIsRestoredAsTheNextOne() {
    DesignRow first = create(ALICE, "Rex");
    service.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));

    DesignRow restored = restore(service, ALICE, first.designId(), null, 1);

    assertThat(restored.revision()).isEqualTo(3);
    assertThat(restored.config()).isEqualTo(CONFIG);
    assertThat(restore(service, ALICE, first.designId(), null, 3)).isEqualTo(restored);
    assertNotFound(() -> restore(service, ALICE, first.designId(), null, 4));
    assertThat(store.count("design_revision")).isEqualTo(3);
  }

  @Test
  void aRevisionKeepsThePriceOfItsDay() {
    DesignRow first = create(ALICE, "Rex");
    PriceList.Change dearer =
        new PriceList.Change(NOON, Map.of(HarnessSize.M, Money.usd(9999)), null, null, null, null);
    DesignService tomorrow =
        service(
            new PriceCalculator(
                PriceList.opening(PriceList.DEFAULT_TAX_RATE), List.of(dearer), at(NOON)));

    assertThat(tomorrow.quote(CONFIG).basePrice()).isEqualTo(Money.usd(9999));
    DesignRow renamed =
        tomorrow.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(renamed.price()).as("the same revision").isEqualTo(first.price());
    tomorrow.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));
    DesignRow restored = restore(tomorrow, ALICE, first.designId(), null, 1);
    assertThat(restored.price().basePrice()).as("a new one").isEqualTo(Money.usd(9999));
    assertThat(revisions().read(ALICE, first.designId(), 1).price()).isEqualTo(first.price());
  }

  @Test
  void theDatabaseRefusesToChangeARevision() {
    create(ALICE, "Rex");

    assertThatExceptionOfType(JdbiException.class)
        .isThrownBy(
            () -> store.jdbi().useHandle(h -> h.execute("UPDATE design_revision SET price = '{}'")))
        .withMessageContaining("does not change");
  }

  @Test
  void revisionsPage() {
    DesignId id = create(ALICE, "Rex").designId();
    for (HarnessSize size : List.of(HarnessSize.S, HarnessSize.L, HarnessSize.XL)) {
      BuilderConfig config = new BuilderConfig(size, "coral", "silver", null);
      service.patch(ALICE, id, ANY, new DesignPatch(null, config, null));
    }

    Page<RevisionView> first = revisions().list(ALICE, id, PageQuery.parse("3", null));
    Page<RevisionView> second =
        revisions().list(ALICE, id, PageQuery.parse("3", first.nextCursor()));

    assertThat(first.items()).extracting(RevisionView::revision).containsExactly(4, 3, 2);
    assertThat(second.items()).extracting(RevisionView::revision).containsExactly(1);
    assertThat(second.nextCursor()).isNull();
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
