package pet.builder.design;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import pet.builder.cache.EntityCache;
import pet.builder.design.PersonalDesignDao.OwnedRow;
import pet.builder.design.PersonalDesignDao.PersonalRevisionRow;
import pet.builder.design.PersonalDesignDao.PersonalRow;
import pet.builder.design.PersonalDesignDao.WrittenRow;
import pet.builder.preview.ErasedPictures;
import pet.domain.Cursor;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.Person;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignId;
import pet.domain.builder.PersonalDesign;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;
import pet.platform.Store;
import pet.platform.idempotency.Idempotency;

/** What designs tell of a person. */
public final class PersonalDesigns {

  private static final int PAGE = 50;

  private final Store store;
  private final EntityCache cache;
  private final Idempotency idempotency;
  private final ErasedPictures pictures;
  private final Clock clock;

  public PersonalDesigns(
      Store store,
      EntityCache cache,
      Idempotency idempotency,
      ErasedPictures pictures,
      Clock clock) {
    this.store = store;
    this.cache = cache;
    this.idempotency = idempotency;
    this.pictures = pictures;
    this.clock = clock;
  }

  Page<PersonalDesign> export(Person person, String cursor) {
    String owner = owner(person);
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    // One moment for designs and revisions.
    return store
        .jdbi()
        .inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ, handle -> export(handle, owner, page));
  }

  private static Page<PersonalDesign> export(Handle handle, String owner, PageQuery page) {
    PersonalDesignDao dao = handle.attach(PersonalDesignDao.class);
    List<PersonalRow> rows = dao.list(owner, page.after().createdAt(), page.after().id(), PAGE + 1);
    if (rows.isEmpty()) {
      return new Page<>(List.of(), null);
    }
    Map<UUID, List<PersonalRevisionRow>> revisions =
        dao.revisions(rows.stream().map(PersonalRow::id).toList()).stream()
            .collect(Collectors.groupingBy(PersonalRevisionRow::designId));
    return page.pageOf(
        rows, row -> view(row, revisions), row -> new Cursor(row.createdAt(), row.id()));
  }

  private static PersonalDesign view(
      PersonalRow row, Map<UUID, List<PersonalRevisionRow>> revisions) {
    return new PersonalDesign(
        new DesignId(row.id()),
        row.name(),
        row.status(),
        row.shared(),
        row.sharedUntil(),
        row.views(),
        row.createdAt(),
        row.updatedAt(),
        row.deletedAt(),
        revisions.get(row.id()).stream()
            .map(
                r ->
                    new PersonalDesign.Revision(r.revision(), r.config(), r.price(), r.createdAt()))
            .toList());
  }

  /** Nobody's id is in the events: the person is gone. */
  void erase(Person person) {
    String owner = owner(person);
    List<UUID> known = store.jdbi().withExtension(PersonalDesignDao.class, dao -> dao.ids(owner));
    List<UUID> erased = cache.change(keys(known), () -> erase(owner));
    // Designs of this very moment.
    cache.change(keys(erased.stream().filter(id -> !known.contains(id)).toList()), () -> null);
    pictures.look();
  }

  private static List<String> keys(List<UUID> designs) {
    return designs.stream().map(id -> DesignService.key(new DesignId(id))).toList();
  }

  private List<UUID> erase(String owner) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              PersonalDesignDao dao = handle.attach(PersonalDesignDao.class);
              List<UUID> erased = new ArrayList<>();
              // Again: a design may be made meanwhile, and is told of like the others.
              for (List<OwnedRow> designs = dao.lock(owner);
                  !designs.isEmpty();
                  designs = dao.lock(owner)) {
                erased.addAll(erase(handle, dao, designs));
              }
              idempotency.forget(handle, owner);
              return erased;
            });
  }

  private List<UUID> erase(Handle handle, PersonalDesignDao dao, List<OwnedRow> designs) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<UUID> ids = designs.stream().map(OwnedRow::id).toList();
    dao.eraseShares(ids, now);
    dao.deleteViews(ids);
    List<BuilderConfig> written = dao.eraseTexts(ids);
    for (OwnedRow design : designs) {
      if (design.deletedAt() == null) {
        DesignDeleted event = new DesignDeleted(design.id().toString(), null);
        dao.delete(design.id(), store.events().publish(handle, event));
      }
    }
    dao.erase(ids, now);
    pictures.add(handle, unused(dao, written));
    return ids;
  }

  /** Of orders whose customer is forgotten; a design that still belongs to somebody goes on. */
  void redact(RevisionRedaction redaction) {
    if (redaction == null) {
      throw new InvalidInput("redaction", "is required");
    }
    List<RevisionRef> told = List.copyOf(redaction.revisions());
    List<UUID> ids = told.stream().map(ref -> ref.designId().value()).distinct().sorted().toList();
    if (!ids.isEmpty()) {
      cache.change(keys(ids), () -> redact(ids, told));
      pictures.look();
    }
  }

  private Set<UUID> redact(List<UUID> ids, List<RevisionRef> told) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              PersonalDesignDao dao = handle.attach(PersonalDesignDao.class);
              List<String> owners = dao.lockOwners(ids);
              List<WrittenRow> written =
                  dao.eraseTextsOf(
                      told.stream().map(ref -> ref.designId().value()).toArray(UUID[]::new),
                      told.stream().map(RevisionRef::revision).toArray(Integer[]::new));
              Set<UUID> changed =
                  written.stream().map(WrittenRow::designId).collect(Collectors.toSet());
              if (!changed.isEmpty()) {
                dao.touch(changed, now);
                pictures.add(
                    handle, unused(dao, written.stream().map(WrittenRow::config).toList()));
              }
              // Answers that are kept for a repeat tell what was written, too.
              owners.stream()
                  .filter(Objects::nonNull)
                  .distinct()
                  .forEach(owner -> idempotency.forget(handle, owner));
              return changed;
            });
  }

  /** Of these, what no design of somebody's, and no preset, looks like. */
  private static List<BuilderConfig> unused(PersonalDesignDao dao, List<BuilderConfig> written) {
    List<BuilderConfig> distinct = written.stream().distinct().toList();
    if (distinct.isEmpty()) {
      return distinct;
    }
    Set<BuilderConfig> used = dao.used(distinct.stream().map(PersonalDesigns::text).toList());
    return distinct.stream().filter(config -> !used.contains(config)).toList();
  }

  private static String text(BuilderConfig config) {
    return config.personalization().text();
  }

  private static String owner(Person person) {
    if (person == null) {
      throw new InvalidInput("person", "is required");
    }
    return person.userId();
  }
}
