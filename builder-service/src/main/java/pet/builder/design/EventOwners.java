package pet.builder.design;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.user.Privacy;
import pet.domain.user.Users;

/**
 * Whose id an event about a design may carry. The user module is asked for each event, as an answer
 * kept from before would not know of an opt-out. Where it cannot tell, the event carries nobody's:
 * the design counts all the same, and nobody waits for the person. To be asked before a transaction
 * is begun, for the answer may come from another process.
 */
public final class EventOwners {

  private static final Logger LOG = LoggerFactory.getLogger(EventOwners.class);

  private final Users users;
  private final Meter unknown;

  public EventOwners(Users users, MetricRegistry metrics) {
    this.users = users;
    unknown = metrics.meter("builder.events.privacy-unknown");
  }

  /** The owner, or null. */
  public String of(String owner) {
    return privacy(owner).filter(Privacy::analytics).map(allowed -> owner).orElse(null);
  }

  private Optional<Privacy> privacy(String owner) {
    Optional<Privacy> privacy = Optional.empty();
    try {
      privacy = Optional.ofNullable(users.privacy(owner));
    } catch (DomainException e) {
      LOG.debug("an event goes without its user id: {}", e.getMessage());
    }
    if (privacy.isEmpty()) {
      unknown.mark();
    }
    return privacy;
  }
}
