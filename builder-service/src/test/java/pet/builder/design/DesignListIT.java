package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pet.domain.Caller;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;

/** Lists of designs are paged, newest first. */
class DesignListIT extends DesignFixture {

  private static final Caller BOB = new Caller("bob", Set.of("staff"), null);

  @Test
  void aListPagesNewestFirstWithoutGapOrDoubleWhileDesignsComeAndGo() {
    List<DesignId> made = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      made.add(create(ALICE, "Rex " + i).designId());
      // Three at a time as if they were created in the same instant.
      createdAt(made.get(i), NOON.plusSeconds(i / 3));
    }
    create(BOB, "not hers");

    List<Design> listed = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Design> page = service.list(ALICE, null, PageQuery.parse("5", cursor));
      listed.addAll(page.items());
      cursor = page.nextCursor();
      pages++;
      // What is made meanwhile is newer, what goes was seen: neither moves what follows. Not even
      // the design at which the cursor stands is needed.
      create(ALICE, "late");
      service.delete(ALICE, page.items().get(page.items().size() - 1).id(), null);
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(listed).extracting(Design::id).doesNotHaveDuplicates();
    assertThat(listed).extracting(Design::id).containsExactlyInAnyOrderElementsOf(made);
    assertThat(listed).extracting(Design::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    IntStream.range(0, 3).forEach(i -> create(ALICE, "Rex"));

    Page<Design> page = service.list(ALICE, null, PageQuery.parse("3", null));

    assertThat(page.items()).hasSize(3);
    assertThat(page.nextCursor()).isNull();
  }

  @Test
  void aListIsByStatus() {
    create(ALICE, "draft");
    DesignId active = create(ALICE, "active").designId();
    service.patch(ALICE, active, ANY, new DesignPatch(null, null, DesignStatus.ACTIVE));

    assertThat(service.list(ALICE, DesignStatus.ACTIVE, ALL).items())
        .extracting(Design::name)
        .containsExactly("active");
    assertThat(service.list(ALICE, DesignStatus.ARCHIVED, ALL).items()).isEmpty();
  }

  private static void createdAt(DesignId id, Instant time) {
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE design SET created_at = ? WHERE id = ?", time, id.value()));
  }
}
