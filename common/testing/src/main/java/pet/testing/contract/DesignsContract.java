package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.contract.Refused.assertInvalid;
import static pet.testing.contract.Refused.assertNotFound;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.FieldError;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.Basket;
import pet.domain.builder.BasketRequest;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.Designs;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PersonalDesign;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceBreakdown;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;

/** What the builder module promises its neighbours. */
public abstract class DesignsContract {

  protected static final BuilderConfig WITH_TEXT =
      new BuilderConfig(
          HarnessSize.XXL,
          "ocean",
          "rose-gold",
          new Personalization(
              "Ζωή & Жук ♥",
              Personalization.Font.SCRIPT,
              Personalization.Position.CHEST,
              "#ff7a59"));

  private static final BuilderConfig WITHOUT_TEXT =
      new BuilderConfig(HarnessSize.XXL, "ocean", "rose-gold", null);

  private static final PriceBreakdown PRICE =
      new PriceCalculator(new BigDecimal("0.0875")).calculatePrice(WITH_TEXT);

  private final Person owner = someone();

  /** As the place in question calls it. */
  protected abstract Designs designs();

  /** A design that its owner has just made, at a tax rate of 8.75 %. */
  protected abstract DesignId aDesign(String owner, String name, BuilderConfig config);

  /** Its owner shares it. */
  protected abstract void share(String owner, DesignId design);

  /** Its owner has deleted it. */
  protected abstract void delete(DesignId design);

  /** Whether the link of it still leads anywhere, and the owner's list still has it. */
  protected abstract boolean isThere(String owner, DesignId design);

  /** What its owner reads. */
  protected abstract BuilderConfig read(String owner, DesignId design);

  private static Person someone() {
    return new Person("user_" + UUID.randomUUID(), Set.of("ann@example.com"));
  }

  private DesignId aDesign(String name) {
    return aDesign(owner.userId(), name, WITH_TEXT);
  }

  @Test
  void aRevisionIsAsItWasMade() {
    DesignId id = aDesign("Rex");

    assertThat(designs().revision(id, 1)).isEqualTo(new DesignRevision(id, 1, WITH_TEXT, PRICE));
  }

  @Test
  void aDeletedDesignKeepsItsRevisions() {
    DesignId id = aDesign("Rex");
    delete(id);

    assertThat(designs().revision(id, 1).config()).isEqualTo(WITH_TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aRevisionThatWasNeverMadeIsNotThere(int revision) {
    DesignId id = aDesign("Rex");

    assertNotFound(() -> designs().revision(id, revision), "revision");
    assertNotFound(() -> designs().revision(DesignId.random(), 1), "revision");
  }

  @Test
  void revisionsAreReadyForTheCartAlsoWhenTheirDesignIsDeleted() {
    DesignId id = aDesign("Rex");
    DesignId other = aDesign(someone().userId(), "Max", WITHOUT_TEXT);
    delete(id);

    Basket basket =
        designs()
            .basket(
                new BasketRequest(
                    List.of(
                        new BasketRequest.Piece(id, 1, 2), new BasketRequest.Piece(other, 1, 1))));

    assertThat(basket.items()).hasSize(2);
    assertThat(basket.items().get(0))
        .returns(2, Basket.Line::quantity)
        .returns(
            Map.of("_design_id", id.toString(), "_design_revision", "1"), Basket.Line::properties)
        .satisfies(line -> assertThat(line.id()).matches("\\d+"));
    assertThat(basket.items().get(1).properties()).containsEntry("_design_id", other.toString());
  }

  @Test
  void aBasketHoldsSomethingThatIsThere() {
    DesignId id = aDesign("Rex");

    assertNotFound(
        () -> designs().basket(new BasketRequest(List.of(new BasketRequest.Piece(id, 2, 1)))),
        "revision");
    assertInvalid(() -> designs().basket(null), new FieldError("pieces", "is required"));
  }

  @Test
  void whoHasNoDesignHasAnEmptyPage() {
    assertThat(designs().export(owner, null)).isEqualTo(new Page<>(List.of(), null));
  }

  @Test
  void anExportHoldsWhatIsKept() {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    DesignId id = aDesign("Жучка’s “best” \uD83D\uDC36");
    share(owner.userId(), id);

    PersonalDesign design = designs().export(owner, null).items().get(0);

    assertThat(design)
        .isEqualTo(
            new PersonalDesign(
                id,
                "Жучка’s “best” \uD83D\uDC36",
                DesignStatus.DRAFT,
                true,
                null,
                0,
                design.createdAt(),
                design.createdAt(),
                null,
                List.of(new PersonalDesign.Revision(1, WITH_TEXT, PRICE, design.createdAt()))));
    assertThat(design.createdAt()).isBetween(before, Instant.now().plusSeconds(1));
  }

  @Test
  void timesAreToldToTheMicrosecond() {
    aDesign("Rex");
    aDesign("Rex");
    aDesign("Rex");

    assertThat(designs().export(owner, null).items())
        .extracting(PersonalDesign::createdAt)
        .as("what is below a millisecond is not lost")
        .anyMatch(time -> !time.equals(time.truncatedTo(ChronoUnit.MILLIS)));
  }

  @Test
  void whatWasDeletedIsKeptAndToldTheRest() {
    DesignId deleted = aDesign("Rex");
    delete(deleted);
    DesignId there = aDesign("Bello");

    List<PersonalDesign> designs = designs().export(owner, null).items();

    assertThat(designs).extracting(PersonalDesign::id).containsExactly(there, deleted);
    assertThat(designs.get(0).deletedAt()).isNull();
    assertThat(designs.get(1).deletedAt()).isNotNull();
    assertThat(designs).noneMatch(PersonalDesign::shared);
  }

  @Test
  void manyDesignsComePageByPage() {
    List<DesignId> made = IntStream.rangeClosed(1, 101).mapToObj(i -> aDesign("Rex " + i)).toList();

    List<DesignId> told = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      Page<PersonalDesign> page = designs().export(owner, cursor);
      page.items().forEach(design -> told.add(design.id()));
      cursor = page.nextCursor();
      pages++;
    } while (cursor != null);

    assertThat(told).hasSize(101).containsExactlyInAnyOrderElementsOf(made);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  void whatIsToldCannotBeChanged() {
    aDesign("Rex");
    Page<PersonalDesign> page = designs().export(owner, null);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> page.items().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> page.items().get(0).revisions().clear());
  }

  @Test
  void withoutAPersonOrWithAStrangeCursorNothingIsTold() {
    assertInvalid(() -> designs().export(null, null), new FieldError("person", "is required"));
    assertInvalid(() -> designs().erase(null), new FieldError("person", "is required"));
    for (String cursor : List.of("x", "", "é/?#&", "AAAA")) {
      assertInvalid(
          () -> designs().export(owner, cursor),
          new FieldError("cursor", "must be the nextCursor of a list"));
    }
  }

  @Test
  void whoIsErasedIsNowhere() {
    Person neighbour = someone();
    DesignId there = aDesign("Rex");
    DesignId deleted = aDesign("Bello");
    delete(deleted);
    share(owner.userId(), there);
    final DesignId others = aDesign(neighbour.userId(), "Rex", WITH_TEXT);

    designs().erase(owner);

    assertThat(designs().export(owner, null).items()).isEmpty();
    assertThat(isThere(owner.userId(), there)).isFalse();
    for (DesignId id : List.of(there, deleted)) {
      assertThat(designs().revision(id, 1))
          .as("an order may point at it")
          .isEqualTo(new DesignRevision(id, 1, WITHOUT_TEXT, PRICE));
    }
    assertThat(designs().export(neighbour, null).items())
        .extracting(PersonalDesign::id)
        .containsExactly(others);
    assertThat(designs().revision(others, 1).config()).isEqualTo(WITH_TEXT);
  }

  @Test
  void whatWasWrittenInARevisionGoesAndTheDesignGoesOn() {
    DesignId mine = aDesign("Rex");
    DesignId deleted = aDesign("Bello");
    delete(deleted);
    final DesignId others = aDesign(someone().userId(), "Rex", WITH_TEXT);
    RevisionRedaction redaction =
        new RevisionRedaction(
            Set.of(
                new RevisionRef(mine, 1),
                new RevisionRef(mine, 2),
                new RevisionRef(deleted, 1),
                new RevisionRef(DesignId.random(), 1)));
    assertThat(read(owner.userId(), mine)).isEqualTo(WITH_TEXT);

    for (int i = 0; i < 2; i++) {
      designs().redact(redaction);
      designs().redact(new RevisionRedaction(null));
    }

    for (DesignId id : List.of(mine, deleted)) {
      assertThat(designs().revision(id, 1))
          .isEqualTo(new DesignRevision(id, 1, WITHOUT_TEXT, PRICE));
    }
    assertThat(isThere(owner.userId(), mine)).isTrue();
    assertThat(read(owner.userId(), mine)).as("also where it was cached").isEqualTo(WITHOUT_TEXT);
    assertThat(designs().revision(others, 1).config()).isEqualTo(WITH_TEXT);
    assertInvalid(() -> designs().redact(null), new FieldError("redaction", "is required"));
  }

  @Test
  void toEraseAgainOrNobodyIsNoError() {
    designs().erase(someone());
    aDesign("Rex");
    designs().erase(owner);
    designs().erase(owner);
    DesignId later = aDesign("Bello");

    assertThat(designs().export(owner, null).items())
        .as("who comes back begins anew")
        .extracting(PersonalDesign::id)
        .containsExactly(later);
  }

  @ParameterizedTest
  @CsvSource({
    "auth0|5f7c8ec7",
    "a/b/../c?d=e&f#g",
    "'user with space, é and \uD83D\uDC36'",
    "100%25",
    "{id}",
    "'; DROP TABLE design; --"
  })
  void aUserIdIsWhateverTheProviderSays(String userId) {
    Person person = new Person(userId + UUID.randomUUID(), Set.of());
    DesignId id = aDesign(person.userId(), "Rex", WITH_TEXT);

    assertThat(designs().export(person, null).items())
        .extracting(PersonalDesign::id)
        .containsExactly(id);
    designs().erase(person);
    assertThat(designs().export(person, null).items()).isEmpty();
  }
}
