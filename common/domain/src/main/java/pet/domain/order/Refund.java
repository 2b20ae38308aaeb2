package pet.domain.order;

import java.time.Instant;
import java.util.List;

/**
 * Money that went back. It has no versions: it is taken into account once, by its id.
 *
 * @param amount what went back in all, as a decimal string; null if nothing is told of money
 * @param currency of the amount; null for the order's
 * @param lines what it was for; empty if for no goods
 */
public record Refund(
    long id, Instant at, String amount, String currency, List<LineQuantity> lines) {

  public Refund {
    lines = Parts.optional("lines", lines);
  }
}
