package pet.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import pet.domain.DomainException;
import pet.platform.crypto.Encryption;

/** Links by which an order can be followed without a login; they end, and can be revoked. */
final class Tracking {

  private static final String PATH = "/api/orders/track/";

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final Clock clock;
  private final Duration lasts;

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

  /** A link to an order; all that are made on one day are the same. */
  Link link(UUID orderId) {
    int generation = generation(orderId).orElseThrow(() -> DomainException.notFound("order"));
    // By the day, so that an order that is read again tells the same link.
    Instant expiresAt = clock.instant().plus(lasts).truncatedTo(ChronoUnit.DAYS);
    String token =
        new TrackingToken(orderId, expiresAt.plus(1, ChronoUnit.DAYS), generation).text(encryption);
    return new Link(token, PATH + token, expiresAt.plus(1, ChronoUnit.DAYS));
  }

  /**
   * Where a link leads.
   *
   * @throws DomainException {@code NOT_FOUND} if it is none of ours, has expired or was revoked
   */
  UUID follow(String token) {
    return order(token).orElseThrow(() -> DomainException.notFound("order"));
  }

  /** Whether a link leads somewhere. */
  boolean leads(String token) {
    return order(token).isPresent();
  }

  private Optional<UUID> order(String token) {
    return TrackingToken.read(encryption, clock, token)
        .filter(read -> generation(read.orderId()).equals(Optional.of(read.generation())))
        .map(TrackingToken::orderId);
  }

  /** From now on no link that was made leads to the order. */
  void revoke(UUID orderId) {
    jdbi.useExtension(TrackingDao.class, dao -> dao.revoke(orderId));
  }

  private Optional<Integer> generation(UUID orderId) {
    return jdbi.withExtension(TrackingDao.class, dao -> dao.generation(orderId));
  }
}
