package pet.order;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.time.Duration;
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
import pet.order.TrackingDao.LinkRow;
import pet.platform.crypto.Encryption;

/** Links by which an order can be followed without a login; they end, and can be revoked. */
final class Tracking {

  private static final String PATH = "/api/orders/track/";

  /** Who looks an order up again gets the link that is there already. */
  private static final int MOST_KEPT = 2_000;

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final Clock clock;
  private final Duration lasts;
  private final LoadingCache<TrackingToken, Link> links =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).build(this::made);

  /**
   * Makes and reads links.
   *
   * @param lasts how long a link leads somewhere
   */
  Tracking(Jdbi jdbi, Encryption encryption, Clock clock, Duration lasts) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.clock = clock;
    this.lasts = lasts;
  }

  /** A way to an order for whoever has it. */
  record Link(String token, String url, Instant expiresAt) {}

  /**
   * What somebody did about an order's links.
   *
   * @param what {@code MADE}, or {@code REVOKED}, which is all of that generation
   * @param by {@code owner}, or who of the staff, such as {@code staff:bob}
   * @param generation counts up when links are revoked
   * @param expiresAt when the link ends that was made; null for a revocation
   */
  record Deed(String what, Instant at, String by, int generation, Instant expiresAt) {}

  /** A link to an order; all that are made on one day are the same. */
  Link link(UUID orderId, int generation) {
    return link(token(orderId, generation));
  }

  /** The link that a token makes: always the same. */
  Link link(TrackingToken token) {
    return links.get(token);
  }

  private TrackingToken token(UUID orderId, int generation) {
    // By the day, so that an order that is read again tells the same link.
    Instant day = clock.instant().plus(lasts).truncatedTo(ChronoUnit.DAYS);
    return new TrackingToken(orderId, day.plus(1, ChronoUnit.DAYS), generation);
  }

  private Link made(TrackingToken token) {
    String text = token.text(encryption);
    return new Link(text, PATH + text, token.expiresAt());
  }

  /**
   * What a link is made from, for somebody who asks for one: that they did is kept, in the
   * transaction.
   */
  TrackingToken make(Handle transaction, UUID orderId, Caller caller) {
    TrackingDao dao = transaction.attach(TrackingDao.class);
    int generation = dao.generation(orderId).orElseThrow(() -> DomainException.notFound("order"));
    TrackingToken token = token(orderId, generation);
    dao.made(orderId, now(), by(caller), generation, token.expiresAt());
    return token;
  }

  /** Who made links to an order and who revoked them, newest first. */
  Page<Deed> deeds(UUID orderId, PageQuery page) {
    List<LinkRow> rows =
        jdbi.withExtension(
            TrackingDao.class, dao -> dao.list(orderId, page.after(), page.limit() + 1));
    return page.pageOf(
        rows,
        row -> new Deed(row.what(), row.at(), row.by(), row.generation(), row.expiresAt()),
        row -> new Cursor(row.at(), row.id()));
  }

  private static String by(Caller caller) {
    return caller.isStaff() ? OrderView.STAFF + ":" + caller.subject() : "owner";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Where a link leads.
   *
   * @throws DomainException {@code NOT_FOUND} if it is none of ours, has expired or was revoked
   */
  TrackingToken follow(String token) {
    return TrackingToken.read(encryption, clock, token)
        .filter(read -> generation(read.orderId()).equals(Optional.of(read.generation())))
        .orElseThrow(() -> DomainException.notFound("order"));
  }

  /** Whether a link that led somewhere is not over. */
  boolean lasts(TrackingToken link) {
    return link.expiresAt().isAfter(clock.instant());
  }

  /** From now on no link that was made leads to the order; who said so is kept. */
  void revoke(UUID orderId, Caller caller) {
    jdbi.useExtension(TrackingDao.class, dao -> dao.revoke(orderId, now(), by(caller)));
  }

  private Optional<Integer> generation(UUID orderId) {
    return jdbi.withExtension(TrackingDao.class, dao -> dao.generation(orderId));
  }
}
