package pet.order;

import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.Money;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.domain.builder.Designs;
import pet.order.PriceCheckDao.Unchecked;

/**
 * Asks the builder what the revisions of new lines cost, after their orders were stored: an order
 * neither waits for the builder nor is refused. While the builder is away the lines stay unchecked.
 * Two replicas may check the same line, with the same result.
 */
final class PriceChecks {

  private static final Logger LOG = LoggerFactory.getLogger(PriceChecks.class);
  private static final int AT_ONCE = 50;
  private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final Designs designs;
  private final Clock clock;

  PriceChecks(Jdbi jdbi, Designs designs, Clock clock) {
    this.jdbi = jdbi;
    this.designs = designs;
    this.clock = clock;
  }

  /** Checks what there is to check, or gives up until the next time. */
  void run() {
    List<Unchecked> lines =
        jdbi.withExtension(
            PriceCheckDao.class,
            dao -> dao.unchecked(clock.instant().minus(AFTER_TROUBLE), AT_ONCE));
    for (Unchecked line : lines) {
      try {
        checked(line, check(line));
      } catch (DomainException e) {
        if (e.code() == ProblemCode.UNAVAILABLE) {
          return;
        }
        // It is tried again later, and does not hold up others.
        LOG.warn("the price of a line could not be checked: {}", e.code().code());
        jdbi.useExtension(
            PriceCheckDao.class,
            dao -> dao.tried(line.orderId(), line.position(), clock.instant()));
      }
    }
  }

  private PriceCheck check(Unchecked line) {
    try {
      return PriceCheck.of(
          new Money(line.price(), Currency.getInstance(line.currency())),
          line.taxesIncluded(),
          designs.revision(DesignId.fromString(line.designId()), line.designRevision()).price());
    } catch (DomainException e) {
      if (e.code() == ProblemCode.NOT_FOUND) {
        return PriceCheck.UNKNOWN;
      }
      throw e;
    }
  }

  private void checked(Unchecked line, PriceCheck result) {
    jdbi.useTransaction(
        handle -> {
          PriceCheckDao dao = handle.attach(PriceCheckDao.class);
          int changed =
              dao.checked(
                  line.orderId(), line.position(), line.price(), result.name(), clock.instant());
          if (changed > 0 && result.flag() != null) {
            // Staff see another order now, so its version changes.
            dao.countVersion(line.orderId());
          }
        });
  }
}
