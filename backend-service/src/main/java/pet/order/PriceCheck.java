package pet.order;

import pet.domain.Money;
import pet.domain.builder.PriceBreakdown;

/** Whether the price paid for a line is what its revision costs. */
enum PriceCheck {
  /** The builder was not asked yet, or did not answer. */
  PENDING,
  MATCHES,
  DIFFERS,
  /** There is no such revision. */
  UNKNOWN;

  /**
   * Compares the shop's price of one piece with the revision's: what it cost without tax, or with
   * it where the shop's prices hold the tax. Discounts are the shop's own, and not in it.
   */
  static PriceCheck of(Money paid, boolean taxesIncluded, PriceBreakdown price) {
    return paid.equals(taxesIncluded ? price.total() : price.subtotal()) ? MATCHES : DIFFERS;
  }

  /** As staff read it; null where there is nothing to look at. */
  String flag() {
    return switch (this) {
      case DIFFERS -> "PRICE_DIFFERS";
      case UNKNOWN -> "UNKNOWN_REVISION";
      case PENDING, MATCHES -> null;
    };
  }
}
