package pet.domain.builder;

import pet.domain.Money;

/** The sizes, with base price in US dollars and the neck girth they fit, in inches. */
public enum HarnessSize {
  XS(3999, 9, 12),
  S(4499, 12, 15),
  M(4999, 15, 18),
  L(5499, 18, 22),
  XL(5999, 22, 26),
  XXL(6499, 26, 30);

  private final Money basePrice;
  private final int neckFrom;
  private final int neckTo;

  HarnessSize(long cents, int neckFrom, int neckTo) {
    this.basePrice = Money.usd(cents);
    this.neckFrom = neckFrom;
    this.neckTo = neckTo;
  }

  public Money basePrice() {
    return basePrice;
  }

  /** Smallest neck girth in inches. */
  public int neckFrom() {
    return neckFrom;
  }

  /** Largest neck girth in inches. */
  public int neckTo() {
    return neckTo;
  }
}
