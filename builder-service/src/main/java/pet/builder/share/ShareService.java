package pet.builder.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.builder.design.DesignRow;
import pet.builder.design.DesignService;
import pet.builder.design.EventOwners;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignShared;
import pet.messaging.EventBus;
import pet.platform.Store;

/** What can be done with links to designs. A design has one link in force, or none. */
public final class ShareService {

  private static final Duration LONGEST = Duration.ofDays(3660);

  /** After this, nobody before us sends a request on again. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private static final int FOLD = 10_000;

  private final Jdbi jdbi;
  private final EventBus events;
  private final DesignService designs;
  private final EventOwners owners;
  private final Clock clock;

  public ShareService(Store store, DesignService designs, EventOwners owners, Clock clock) {
    this.jdbi = store.jdbi();
    this.events = store.events();
    this.designs = designs;
    this.owners = owners;
    this.clock = clock;
  }

  /**
   * Whose id events about what the caller does now may carry, or null. To be asked before the
   * transaction begins.
   */
  String eventOwner(Caller caller) {
    return owners.of(caller);
  }

  /**
   * The design's link: the one in force, which then ends when the request says, if it says so, or
   * else a new one.
   *
   * @throws DomainException {@code NOT_FOUND} if there is no such design, or it is not the caller's
   */
  Shared share(
      Handle transaction, Caller caller, String eventOwner, DesignId id, ShareRequest request) {
    Instant now = now();
    Instant expiry = expiry(request, now);
    DesignRow design = designs.read(transaction, caller, id);
    ShareDao dao = transaction.attach(ShareDao.class);
    dao.revokeExpired(design.id(), now);
    ShareToken token = ShareToken.random();
    boolean fresh = dao.insert(token.value(), design.id(), now, expiry);
    if (fresh) {
      DesignShared event = new DesignShared(design.id().toString(), eventOwner);
      dao.setCreation(token.value(), events.publish(transaction, event));
    } else if (request.tellsEnd()) {
      dao.findActive(design.id(), now).ifPresent(share -> dao.setExpiry(share.token(), expiry));
    }
    ShareDao.Share share = dao.findActive(design.id(), now).orElseThrow(ShareService::none);
    return new Shared(ShareLink.of(share, dao.views(design.id())), fresh);
  }

  private static Instant expiry(ShareRequest request, Instant now) {
    if (request.expiresAt() == null) {
      return null;
    }
    if (!request.expiresAt().isAfter(now) || request.expiresAt().isAfter(now.plus(LONGEST))) {
      throw new InvalidInput("expiresAt", "must be in the future, within ten years");
    }
    return request.expiresAt().truncatedTo(ChronoUnit.MICROS);
  }

  /** The link in force, else the last one, if there was one: its views are its owner's to know. */
  Optional<ShareLink> link(Caller caller, DesignId id) {
    DesignRow design = designs.read(caller, id);
    return jdbi.withExtension(
        ShareDao.class,
        dao ->
            dao.findLast(design.id(), now())
                .map(share -> ShareLink.of(share, dao.views(design.id()))));
  }

  /** From now on the design's link leads nowhere; to revoke none is no error. */
  void revoke(Caller caller, DesignId id) {
    DesignRow design = designs.read(caller, id);
    jdbi.useExtension(ShareDao.class, dao -> dao.revoke(design.id(), now()));
  }

  /**
   * What a link leads to, for anybody; this is a view.
   *
   * @param requestId tells it from other requests, and is the same when it is sent on again
   * @throws DomainException {@code NOT_FOUND} if it leads nowhere
   */
  Seen view(ShareToken token, String requestId) {
    // The link itself is not kept in the cache: a view is a write anyway, and looks it up.
    return seen(
        jdbi.withExtension(ShareDao.class, dao -> dao.view(token.value(), requestId, now())));
  }

  /** The same for who only asks whether it is there: no view. */
  Seen look(ShareToken token) {
    return seen(jdbi.withExtension(ShareDao.class, dao -> dao.look(token.value(), now())));
  }

  private Seen seen(Optional<ShareDao.View> linked) {
    ShareDao.View view = linked.orElseThrow(ShareService::none);
    DesignRow design = designs.find(new DesignId(view.designId())).orElseThrow(ShareService::none);
    return new Seen(design, designs.previewUrl(design.config()), view.views());
  }

  /** Adds up views that were counted one by one: each look at a design counts what is left. */
  public void fold() {
    jdbi.useExtension(ShareDao.class, dao -> dao.fold(settled(), FOLD));
  }

  /** Forgets which requests were views, once nobody sends them on again. */
  public void forgetRequests() {
    jdbi.useExtension(ShareDao.class, dao -> dao.forgetRequests(settled()));
  }

  private Instant settled() {
    return clock.instant().minus(SETTLED);
  }

  private static DomainException none() {
    return DomainException.notFound("shared design");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A link, and whether it was made just now. */
  record Shared(ShareLink link, boolean fresh) {}

  /** A design that was seen, where its picture is, and how often that makes it. */
  record Seen(DesignRow design, String previewUrl, long views) {}
}
