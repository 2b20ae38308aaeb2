package pet.domain.order;

import java.time.Instant;
import java.util.List;

/**
 * A change of an order's lines by the shop. It has no versions: it is taken into account once, by
 * its id. It names lines and no prices: those come with the order's next version.
 *
 * @param changes what was added to each line, negative for what was taken away
 */
public record Edit(long id, Instant at, List<LineQuantity> changes) {

  public Edit {
    changes = ListFields.optional("changes", changes);
  }
}
