package pet.user;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.analytics.Analytics;
import pet.domain.builder.Designs;
import pet.domain.builder.PersonalDesign;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.ShopOrders;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.Traces;
import pet.domain.webhook.Webhooks;

/**
 * The modules that know people, too: each tells, and erases, its own. One that is away fails the
 * question with {@code UNAVAILABLE}.
 */
record OtherModules(Designs designs, Orders orders, Webhooks webhooks, Analytics analytics) {

  /** What the lines of orders point at. */
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

  List<PersonalDesign> designsOf(Person person) {
    return all(cursor -> designs.export(person, cursor));
  }

  List<PersonalOrder> ordersOf(Person person) {
    return all(cursor -> orders.export(person, cursor));
  }

  /** By what the log knows them by. */
  List<PersonalDelivery> deliveriesOf(Traces traces) {
    return all(cursor -> webhooks.export(traces, cursor));
  }

  static Set<Long> ids(List<PersonalOrder> orders) {
    Set<Long> ids = new TreeSet<>();
    orders.forEach(order -> ids.add(order.shopifyOrderId()));
    return ids;
  }

  private static <T> List<T> all(Function<String, Page<T>> pages) {
    List<T> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> page = pages.apply(cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }
}
