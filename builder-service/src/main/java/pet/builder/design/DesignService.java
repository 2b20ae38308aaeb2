package pet.builder.design;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.builder.cache.EntityCache;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;
import pet.domain.builder.PriceCalculator;
import pet.platform.Store;
import pet.platform.http.IfMatch;

/**
 * What can be done with designs. What is another's, or deleted, is {@code NOT_FOUND}, whatever is
 * asked.
 */
public final class DesignService {

  private final Jdbi jdbi;
  private final DesignEvents events;
  private final EventOwners owners;
  private final PreviewUrls previews;
  private final PriceCalculator prices;
  private final EntityCache cache;

  public DesignService(
      Store store,
      PriceCalculator prices,
      EntityCache cache,
      EventOwners owners,
      PreviewUrls previews) {
    this.jdbi = store.jdbi();
    this.events = new DesignEvents(store.events());
    this.prices = prices;
    this.cache = cache;
    this.owners = owners;
    this.previews = previews;
  }

  PriceBreakdown quote(BuilderConfig config) {
    return prices.calculatePrice(config);
  }

  /**
   * Whose id events about what the caller does now may carry, or null. To be asked before the
   * transaction begins.
   */
  String eventOwner(Caller caller) {
    return owners.of(caller);
  }

  /**
   * What {@link #eventOwner} says of each of these people, who are asked for in one call.
   *
   * @param subjects at most {@link pet.domain.user.Users#MOST}
   */
  Function<Caller, String> eventOwners(Set<String> subjects) {
    return owners.of(subjects);
  }

  /** New designs, in their order. */
  List<DesignRow> create(Handle transaction, List<NewDesign> wanted) {
    List<DesignRow> designs = wanted.stream().map(this::row).toList();
    List<String> eventOwners = wanted.stream().map(NewDesign::eventOwner).toList();
    Iterator<Instant> times = events.created(transaction, designs, eventOwners).iterator();
    List<DesignRow> created =
        designs.stream().map(design -> design.createdAt(times.next())).toList();
    DesignInsert.insert(transaction, created);
    return created;
  }

  /** When it is made, its event says. */
  private DesignRow row(NewDesign wanted) {
    return new DesignRow(
        DesignId.random().value(),
        wanted.owner(),
        wanted.draft().name(),
        DesignStatus.DRAFT,
        1,
        1,
        wanted.draft().config(),
        quote(wanted.draft().config()),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** A new design with the same configuration, at today's price. */
  DesignRow duplicate(
      Handle transaction, Caller caller, String eventOwner, DesignId id, CopyRequest request) {
    DesignRow original = read(transaction, caller, id);
    String name = request.name() == null ? DesignName.ofCopy(original.name()) : request.name();
    DesignDraft draft = new DesignDraft(name, original.config());
    return create(transaction, List.of(new NewDesign(caller.subject(), draft, eventOwner))).get(0);
  }

  /**
   * The caller's design.
   *
   * @throws DomainException {@code NOT_FOUND} if there is none, or it is not the caller's
   */
  public DesignRow read(Caller caller, DesignId id) {
    // The cache knows nothing of callers: whose it is comes after.
    return find(id)
        .filter(design -> design.owner().equals(caller.subject()))
        .orElseThrow(() -> DomainException.notFound("design"));
  }

  /** The caller's design, in a transaction; it is not locked. */
  public DesignRow read(Handle transaction, Caller caller, DesignId id) {
    return transaction
        .attach(DesignDao.class)
        .find(id.value())
        .filter(design -> design.owner().equals(caller.subject()))
        .orElseThrow(() -> DomainException.notFound("design"));
  }

  /** A design as its owner reads it. */
  Design view(DesignRow design) {
    return design.view(previews);
  }

  /** Where a picture of a configuration is. */
  public String previewUrl(BuilderConfig config) {
    return previews.of(config);
  }

  /** A design, whoever owns it; for who has another right to see it, such as a link. */
  public Optional<DesignRow> find(DesignId id) {
    return cache.read(
        key(id),
        DesignRow.class,
        () -> jdbi.withExtension(DesignDao.class, dao -> dao.find(id.value())));
  }

  /**
   * A page of the caller's designs, newest first.
   *
   * @param status null for all
   */
  Page<Design> list(Caller caller, DesignStatus status, PageQuery query) {
    // One more than asked tells whether there is a next page.
    List<DesignRow> rows =
        jdbi.withExtension(
            DesignDao.class,
            dao ->
                dao.list(
                    caller.subject(),
                    status,
                    query.after().createdAt(),
                    query.after().id(),
                    query.limit() + 1));
    return query.pageOf(rows, this::view, row -> new Cursor(row.createdAt(), row.id()));
  }

  /**
   * Changes what the patch names. Another configuration makes the next revision, at today's price.
   *
   * @throws DomainException {@code STALE} if the design is not the one that the caller read
   */
  DesignRow patch(Caller caller, DesignId id, IfMatch condition, DesignPatch patch) {
    String name = patch.name();
    DesignStatus status = patch.status();
    read(caller, id);
    String eventOwner = eventOwner(caller);
    UnaryOperator<DesignRow> change =
        design ->
            configured(
                design.named(
                    name == null ? design.name() : name, status == null ? design.status() : status),
                patch.config());
    return changing(
        id,
        () ->
            jdbi.inTransaction(
                transaction -> change(transaction, caller, eventOwner, id, condition, change)));
  }

  /**
   * Makes a revision of before the next one, at today's price; within {@link #changing}.
   *
   * @param condition null for none
   */
  DesignRow restore(
      Handle transaction,
      Caller caller,
      String eventOwner,
      DesignId id,
      IfMatch condition,
      int revision) {
    read(transaction, caller, id);
    BuilderConfig config =
        transaction
            .attach(DesignDao.class)
            .findRevision(id.value(), revision)
            .orElseThrow(() -> DomainException.notFound("revision"))
            .config();
    return change(
        transaction, caller, eventOwner, id, condition, design -> configured(design, config));
  }

  private DesignRow configured(DesignRow design, BuilderConfig config) {
    return config == null || config.equals(design.config())
        ? design
        : design.revised(config, quote(config));
  }

  /**
   * Has a design changed: when this returns, nobody reads what was before.
   *
   * @param write changes it, in a transaction that is committed when it returns
   */
  <R> R changing(DesignId id, Supplier<R> write) {
    return cache.change(List.of(key(id)), write);
  }

  private DesignRow change(
      Handle transaction,
      Caller caller,
      String eventOwner,
      DesignId id,
      IfMatch condition,
      UnaryOperator<DesignRow> change) {
    DesignRow before = lock(transaction, caller, id, condition);
    DesignRow after = change.apply(before);
    return after.equals(before) ? before : save(transaction, before, after, eventOwner);
  }

  private DesignRow save(Handle transaction, DesignRow before, DesignRow after, String eventOwner) {
    DesignRow saved = after.changedAt(events.updated(transaction, after, eventOwner));
    DesignDao dao = transaction.attach(DesignDao.class);
    if (saved.revision() != before.revision()) {
      dao.insertRevision(
          saved.id(), saved.revision(), saved.config(), saved.price(), saved.updatedAt());
    }
    dao.update(saved);
    dao.insertChange(saved.id(), saved.version(), saved.updatedAt());
    return saved;
  }

  /**
   * Deletes a design; its revisions stay, for an order may point at one.
   *
   * @param condition null for none
   */
  void delete(Caller caller, DesignId id, IfMatch condition) {
    read(caller, id);
    String eventOwner = eventOwner(caller);
    changing(
        id,
        () ->
            jdbi.inTransaction(
                transaction -> {
                  DesignRow design = lock(transaction, caller, id, condition);
                  Instant time = events.deleted(transaction, design, eventOwner);
                  transaction.attach(DesignDao.class).delete(design.id(), time);
                  return design;
                }));
  }

  private DesignRow lock(Handle transaction, Caller caller, DesignId id, IfMatch condition) {
    transaction.attach(DesignDao.class).lock(id.value());
    DesignRow design = read(transaction, caller, id);
    if (condition != null) {
      condition.check(design.tag());
    }
    return design;
  }

  /** Where a design is kept in the cache. */
  static String key(DesignId id) {
    return "design:" + id;
  }
}
