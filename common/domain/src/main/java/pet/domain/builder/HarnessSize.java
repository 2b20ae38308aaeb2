package pet.domain.builder;

/** The sizes, with the neck girth they fit, in inches. */
public enum HarnessSize {
  XS(9, 12),
  S(12, 15),
  M(15, 18),
  L(18, 22),
  XL(22, 26),
  XXL(26, 30);

  private final int neckFrom;
  private final int neckTo;

  HarnessSize(int neckFrom, int neckTo) {
    this.neckFrom = neckFrom;
    this.neckTo = neckTo;
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
