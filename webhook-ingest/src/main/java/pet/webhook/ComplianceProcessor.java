package pet.webhook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.Redaction;
import pet.platform.crypto.Encryption;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyCustomer;

/**
 * Does what privacy law asks of a shop's apps: forgets a customer, in orders and in what was
 * delivered of them, the asking delivery included.
 */
final class ComplianceProcessor implements Processor {

  private static final String REDACT = "customers/redact";

  private final Telling telling;
  private final Orders orders;
  private final Consumer<List<String>> erasesLanes;
  private final Processor others;

  /**
   * Processes these topics.
   *
   * @param erasesLanes erases what was, and what will be, delivered in lanes
   * @param others processes every other topic
   */
  ComplianceProcessor(
      Encryption encryption, Orders orders, Consumer<List<String>> erasesLanes, Processor others) {
    this.telling = new Telling(encryption);
    this.orders = orders;
    this.erasesLanes = erasesLanes;
    this.others = others;
  }

  @Override
  public Verdict process(ClaimedDelivery delivery) {
    return REDACT.equals(delivery.topic())
        ? telling.tell(delivery, this::forget)
        : others.process(delivery);
  }

  /** First what later steps would no longer find; a repeat does the rest. */
  private Verdict forget(byte[] body) {
    ShopifyCustomer customer = ShopifyCustomer.read(body);
    Person person =
        new Person(
            "shopify:" + customer.id(),
            customer.email() == null ? Set.of() : Set.of(customer.email()));
    Set<Long> ids = new TreeSet<>(customer.orders());
    ids.addAll(ordersOf(person));
    List<String> lanes = new ArrayList<>(ids.stream().map(ShopifyBody::laneOf).toList());
    lanes.add(customer.lane());
    erasesLanes.accept(lanes.stream().sorted().toList());
    orders.redact(new Redaction(ids));
    orders.erase(person);
    return Verdict.processed("forgotten: " + ids.size() + " orders");
  }

  private Collection<Long> ordersOf(Person person) {
    Collection<Long> ids = new ArrayList<>();
    String cursor = null;
    do {
      Page<PersonalOrder> page = orders.export(person, cursor);
      page.items().forEach(order -> ids.add(order.shopifyOrderId()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return ids;
  }
}
