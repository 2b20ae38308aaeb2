package pet.domain.order;

import java.time.Instant;
import java.util.List;

/**
 * Money that went back. It has no versions: it is taken into account once, by its id. What is told
 * of it grows where money was still under way; the one that tells the most is the one that counts.
 *
 * @param amount what went back in all by now, as a decimal string; null if none is told of
 * @param currency of the amount; null for the order's
 * @param lines what it was for; empty if for no goods
 */
public record Refund(
    long id, Instant at, String amount, String currency, List<LineQuantity> lines) {

  public Refund {
    lines = ListFields.optional("lines", lines);
  }
}
