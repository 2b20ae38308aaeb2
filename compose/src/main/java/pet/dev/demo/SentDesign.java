package pet.dev.demo;

import java.util.concurrent.atomic.AtomicBoolean;
import pet.domain.Money;

/** A design that the store has confirmed by a 201. */
final class SentDesign {

  private final Customer owner;
  private final String id;
  private final int revision;
  private final Money subtotal;
  private final Money tax;
  private final AtomicBoolean shareAsked = new AtomicBoolean();

  SentDesign(Customer owner, String id, int revision, Money subtotal, Money tax) {
    this.owner = owner;
    this.id = id;
    this.revision = revision;
    this.subtotal = subtotal;
    this.tax = tax;
  }

  Customer owner() {
    return owner;
  }

  String id() {
    return id;
  }

  int revision() {
    return revision;
  }

  /** What the shop asks for one, before tax. */
  Money subtotal() {
    return subtotal;
  }

  Money tax() {
    return tax;
  }

  /** True once: its share is the caller's to make. */
  boolean claimShare() {
    return shareAsked.compareAndSet(false, true);
  }
}
