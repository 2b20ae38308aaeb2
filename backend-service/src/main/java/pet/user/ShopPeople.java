package pet.user;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import pet.domain.Page;
import pet.domain.builder.RevisionRef;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.user.ShopRedaction;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.ShopDeliveries;
import pet.user.Erasures.Wanted;

/**
 * Erases the people of a closed shop, some orders at a time. Each part may be repeated, and reports
 * its count, which also renews the worker's lease.
 */
record ShopPeople(OtherModules others) {

  /** Erases texts in the designs that they ordered, while the orders still point at these. */
  void eraseRevisions(ShopRedaction shop, IntConsumer found) {
    int[] all = {0};
    eachPage(
        shop,
        orders -> {
          Set<RevisionRef> revisions = others.revisionsOf(orders);
          all[0] += revisions.size();
          found.accept(all[0]);
          others.redact(revisions);
        });
  }

  /** Erases the shop's deliveries, also later ones of these orders, once they are processed. */
  void eraseDeliveries(Wanted wanted, IntConsumer found) {
    ShopDeliveries deliveries = new ShopDeliveries(wanted.shop().shop(), wanted.shop().until());
    int all = others.webhooks().countOfShop(deliveries).deliveries();
    do {
      found.accept(all);
    } while (others.webhooks().eraseShop(deliveries).deliveries() > 0);
    eachPage(
        wanted.shop(),
        orders -> {
          found.accept(all);
          others.webhooks().erase(new PersonIdentifiers(wanted.userId(), orders));
        });
  }

  /** Counts first, because erased orders are not found again. */
  void eraseOrders(ShopRedaction shop, IntConsumer found) {
    int[] all = {0};
    eachPage(shop, orders -> all[0] += orders.size());
    found.accept(all[0]);
    eachPage(
        shop,
        orders -> {
          found.accept(all[0]);
          others.orders().redact(new Redaction(orders));
        });
  }

  private void eachPage(ShopRedaction shop, Consumer<Set<Long>> work) {
    PlacedUntil placed = new PlacedUntil(shop.until());
    String cursor = null;
    do {
      Page<Long> page = others.orders().ofPeople(placed, cursor);
      work.accept(new HashSet<>(page.items()));
      cursor = page.nextCursor();
    } while (cursor != null);
  }
}
