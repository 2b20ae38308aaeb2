package pet.webhook;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import pet.domain.Person;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.Redaction;
import pet.platform.crypto.Encryption;
import pet.webhook.payload.Payload;
import pet.webhook.shopify.ShopifyCustomer;

/**
 * Does what privacy law asks of a shop's apps: forgets a customer, in orders and in what was
 * delivered of them, the asking delivery included; and keeps for staff what needs a person's
 * answer. A shop's end erases nothing by itself. The body names the shop, and is signed: what is
 * not about ours has no effect, whatever the header says.
 */
final class ComplianceProcessor implements Processor {

  private final Telling telling;
  private final Orders orders;
  private final Consumer<List<String>> erasesLanes;
  private final ComplianceRequests requests;
  private final Predicate<String> isOurShop;
  private final Processor others;

  /**
   * Processes these topics.
   *
   * @param erasesLanes erases what was, and what will be, delivered in lanes
   * @param requests keeps what staff have to answer
   * @param others processes every other topic
   */
  ComplianceProcessor(
      Encryption encryption,
      Orders orders,
      Consumer<List<String>> erasesLanes,
      ComplianceRequests requests,
      Predicate<String> isOurShop,
      Processor others) {
    this.telling = new Telling(encryption);
    this.orders = orders;
    this.erasesLanes = erasesLanes;
    this.requests = requests;
    this.isOurShop = isOurShop;
    this.others = others;
  }

  @Override
  public Verdict process(ClaimedDelivery delivery) {
    return switch (delivery.topic()) {
      case "customers/redact", "customers/data_request", "shop/redact" ->
          telling.tell(delivery, body -> process(delivery, body));
      default -> others.process(delivery);
    };
  }

  private Verdict process(ClaimedDelivery delivery, byte[] body) {
    String shop = Payload.parse(body).get("shop_domain").text().orElse(null);
    if (!isOurShop.test(shop)) {
      return Verdict.processed("it is about a shop that is not ours");
    }
    switch (delivery.topic()) {
      case "customers/redact" -> {
        return forget(ShopifyCustomer.read(body));
      }
      case "customers/data_request" -> requests.keep(delivery, shop, ShopifyCustomer.read(body));
      default -> requests.keep(delivery, shop);
    }
    return Verdict.processed("kept for staff to answer");
  }

  /** First what later steps would no longer find; a repeat does the rest. */
  private Verdict forget(ShopifyCustomer customer) {
    Person person = customer.person();
    Set<Long> ids = new TreeSet<>(customer.orders());
    ComplianceRequests.ordersOf(orders, person).stream()
        .map(PersonalOrder::shopifyOrderId)
        .forEach(ids::add);
    erasesLanes.accept(ComplianceRequests.lanes(customer, ids));
    requests.forget(customer);
    orders.redact(new Redaction(ids));
    orders.erase(person);
    return Verdict.processed("forgotten: " + ids.size() + " orders");
  }
}
