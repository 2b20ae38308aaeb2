package pet.builder;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.DesignShared;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceBreakdown;
import pet.domain.builder.PriceCalculator;
import pet.messaging.EventBus;
import pet.platform.Store;

/** What can be done with designs. Owns the transactions; an event is part of its own. */
final class DesignService {

  private final Jdbi jdbi;
  private final EventBus events;
  private final PriceCalculator prices;
  private final DesignCache cache;
  private final EventOwners owners;
  private final Clock clock;

  DesignService(
      Store store, PriceCalculator prices, DesignCache cache, EventOwners owners, Clock clock) {
    this.jdbi = store.jdbi();
    this.events = store.events();
    this.prices = prices;
    this.cache = cache;
    this.owners = owners;
    this.clock = clock;
  }

  PriceBreakdown quote(BuilderConfig config) {
    return prices.calculatePrice(config);
  }

  DesignRow create(Caller caller, DesignDraft draft) {
    Instant now = now();
    DesignRow design =
        new DesignRow(
            DesignId.random().value(),
            caller.subject(),
            draft.name(),
            DesignStatus.DRAFT,
            1,
            1,
            draft.config(),
            quote(draft.config()),
            now,
            now);
    String eventOwner = owners.of(design.owner());
    jdbi.useTransaction(
        transaction -> {
          DesignDao dao = transaction.attach(DesignDao.class);
          dao.insert(design);
          dao.insertRevision(design.id(), 1, design.config(), design.price(), now);
          events.publish(transaction, created(design, eventOwner));
        });
    return design;
  }

  private static DesignCreated created(DesignRow design, String eventOwner) {
    BuilderConfig config = design.config();
    Personalization text = config.personalization();
    return new DesignCreated(
        design.id().toString(),
        eventOwner,
        design.revision(),
        config.size(),
        config.colorId(),
        config.hardwareId(),
        text == null ? null : text.font());
  }

  /**
   * @throws DomainException {@code NOT_FOUND} if there is none, or it is not the caller's
   */
  DesignRow read(Caller caller, DesignId id) {
    // The cache knows nothing of callers: whose it is comes after.
    return find(id)
        .filter(design -> design.owner().equals(caller.subject()))
        .orElseThrow(() -> DomainException.notFound("design"));
  }

  private Optional<DesignRow> find(DesignId id) {
    Optional<DesignRow> cached = cache.design(id);
    if (cached.isPresent()) {
      return cached;
    }
    Optional<DesignRow> stored = jdbi.withExtension(DesignDao.class, dao -> dao.find(id.value()));
    stored.ifPresent(cache::keep);
    return stored;
  }

  /**
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
    return query.pageOf(rows, DesignRow::view, row -> new Cursor(row.createdAt(), row.id()));
  }

  /**
   * The design's link: the one in force, or else a new one.
   *
   * @throws DomainException {@code NOT_FOUND} if there is no such design, or it is not the caller's
   */
  Shared share(Caller caller, DesignId id) {
    DesignRow design = read(caller, id);
    String eventOwner = owners.of(design.owner());
    return jdbi.inTransaction(transaction -> share(transaction, design, eventOwner));
  }

  private Shared share(Handle transaction, DesignRow design, String eventOwner) {
    ShareDao dao = transaction.attach(ShareDao.class);
    Optional<String> active = dao.findActive(design.id());
    if (active.isPresent()) {
      return new Shared(new ShareToken(active.get()), false);
    }
    ShareToken token = ShareToken.random();
    if (!dao.insert(token.value(), design.id(), now())) {
      return new Shared(new ShareToken(dao.findActive(design.id()).orElseThrow()), false);
    }
    events.publish(transaction, new DesignShared(design.id().toString(), eventOwner));
    return new Shared(token, true);
  }

  /**
   * What a link leads to, for anybody.
   *
   * @throws DomainException {@code NOT_FOUND} if it leads nowhere
   */
  DesignRow shared(ShareToken token) {
    Optional<DesignId> id = cache.shared(token);
    if (id.isEmpty()) {
      Optional<UUID> stored =
          jdbi.withExtension(ShareDao.class, dao -> dao.findDesign(token.value()));
      id = stored.map(DesignId::new);
      id.ifPresent(found -> cache.keep(token, found));
    }
    return id.flatMap(this::find).orElseThrow(() -> DomainException.notFound("shared design"));
  }

  DesignRevision revision(DesignId id, int revision) {
    return jdbi.withExtension(DesignDao.class, dao -> dao.findRevision(id.value(), revision))
        .map(row -> new DesignRevision(id, row.revision(), row.config(), row.price()))
        .orElseThrow(() -> DomainException.notFound("revision"));
  }

  /** As exact as PostgreSQL keeps it, so that what is answered now is what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A link, and whether it was made just now. */
  record Shared(ShareToken token, boolean fresh) {}
}
