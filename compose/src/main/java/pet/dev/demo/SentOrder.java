package pet.dev.demo;

import pet.domain.order.OrderStatus;

/** An order of the shop, and how much of it the store has confirmed. */
final class SentOrder {

  private final long number;
  private final String email;
  private final int units;
  private final long cents;
  private volatile boolean created;
  private volatile boolean fulfilled;

  /**
   * @param units the sum of the lines' quantities
   * @param cents what the customer paid
   */
  SentOrder(long number, String email, int units, long cents) {
    this.number = number;
    this.email = email;
    this.units = units;
    this.cents = cents;
  }

  long number() {
    return number;
  }

  String email() {
    return email;
  }

  int units() {
    return units;
  }

  long cents() {
    return cents;
  }

  /** A delivery of this order got its 200. */
  void confirm(String topic) {
    if (topic.equals(Shop.CREATED)) {
      created = true;
    } else {
      fulfilled = true;
    }
  }

  boolean isCreated() {
    return created;
  }

  boolean isShipped() {
    return created && fulfilled;
  }

  /** What the store must say in the end, in whatever order the deliveries arrived. */
  OrderStatus expected() {
    return fulfilled ? OrderStatus.SHIPPED : OrderStatus.CONFIRMED;
  }
}
