package pet.user;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.analytics.Analytics;
import pet.domain.builder.Designs;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;
import pet.domain.order.Orders;
import pet.domain.order.ShopOrders;
import pet.domain.webhook.Webhooks;

/**
 * The other modules that hold data of people; each exports and erases its own. A call to a module
 * that is away fails with {@code UNAVAILABLE}.
 */
record OtherModules(Designs designs, Orders orders, Webhooks webhooks, Analytics analytics) {

  /** The design revisions that the lines of orders point at. */
  Set<RevisionRef> revisionsOf(Set<Long> orderIds) {
    Set<RevisionRef> all = new HashSet<>();
    parts(orderIds, ShopOrders.MOST)
        .forEach(part -> all.addAll(orders.revisions(new ShopOrders(part))));
    return all;
  }

  void redact(Set<RevisionRef> revisions) {
    parts(revisions, RevisionRedaction.MOST)
        .forEach(part -> designs.redact(new RevisionRedaction(part)));
  }

  private static <T> List<Set<T>> parts(Set<T> all, int most) {
    List<T> rest = List.copyOf(all);
    List<Set<T>> parts = new ArrayList<>();
    for (int i = 0; i < rest.size(); i += most) {
      parts.add(Set.copyOf(rest.subList(i, Math.min(i + most, rest.size()))));
    }
    return parts;
  }

  /** How many of these orders exist: a shop may name some that it never reported. */
  int countOrders(Set<Long> orderIds) {
    return parts(orderIds, ShopOrders.MOST).stream()
        .mapToInt(part -> orders.versions(new ShopOrders(part)).size())
        .sum();
  }

  /** How many designs a person has. */
  int countDesigns(Person person) {
    int[] count = {0};
    eachPage(cursor -> designs.export(person, cursor), page -> count[0] += page.size());
    return count[0];
  }

  /** The shop's ids of a person's orders. */
  Set<Long> ordersOf(Person person) {
    Set<Long> ids = new TreeSet<>();
    eachPage(
        cursor -> orders.export(person, cursor),
        page -> page.forEach(order -> ids.add(order.shopifyOrderId())));
    return ids;
  }

  private static <T> void eachPage(Function<String, Page<T>> pages, Consumer<List<T>> work) {
    String cursor = null;
    do {
      Page<T> page = pages.apply(cursor);
      work.accept(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
  }
}
