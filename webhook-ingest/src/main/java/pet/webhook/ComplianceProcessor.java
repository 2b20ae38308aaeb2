package pet.webhook;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Users;
import pet.domain.user.Users.ErasureBegun;
import pet.platform.crypto.Encryption;
import pet.webhook.payload.Payload;
import pet.webhook.shopify.ShopifyCustomer;

/**
 * Processes Shopify's compliance topics. {@code customers/redact} starts the same erasure job as a
 * person's own request; it erases this delivery, too. {@code customers/data_request} and {@code
 * shop/redact} are kept as requests for staff. The body names the shop, and is signed: a request
 * about another shop has no effect, whatever the header says.
 */
final class ComplianceProcessor implements Processor {

  private final NeighbourCall call;
  private final Users users;
  private final ComplianceRequests requests;
  private final Predicate<String> isOurShop;
  private final Processor others;

  /**
   * Processes these topics.
   *
   * @param users erases people, everywhere
   * @param requests keeps what staff have to answer
   * @param others processes every other topic
   */
  ComplianceProcessor(
      Encryption encryption,
      Users users,
      ComplianceRequests requests,
      Predicate<String> isOurShop,
      Processor others) {
    this.call = new NeighbourCall(encryption, "user");
    this.users = users;
    this.requests = requests;
    this.isOurShop = isOurShop;
    this.others = others;
  }

  @Override
  public ProcessingResult process(ClaimedDelivery delivery) {
    return switch (delivery.topic()) {
      case "customers/redact", "customers/data_request", "shop/redact" ->
          call.make(delivery, body -> process(delivery, body));
      default -> others.process(delivery);
    };
  }

  @Override
  public Set<String> groupedTopics(String source) {
    return others.groupedTopics(source);
  }

  @Override
  public Optional<List<ProcessingResult>> processGroup(List<ClaimedDelivery> group) {
    return others.processGroup(group);
  }

  private ProcessingResult process(ClaimedDelivery delivery, byte[] body) {
    String shop = Payload.parse(body).get("shop_domain").text().orElse(null);
    if (!isOurShop.test(shop)) {
      return ProcessingResult.processed("it is about a shop that is not ours");
    }
    switch (delivery.topic()) {
      case "customers/redact" -> {
        return forget(ShopifyCustomer.read(body));
      }
      case "customers/data_request" -> requests.keep(delivery, shop, ShopifyCustomer.read(body));
      default -> requests.keep(delivery, shop);
    }
    return ProcessingResult.processed("kept for staff to answer");
  }

  /** The user module only starts the erasure here; later it has this very delivery erased. */
  private ProcessingResult forget(ShopifyCustomer customer) {
    ErasureBegun begun =
        users.customerRedacted(
            new CustomerRedaction(customer.id(), customer.email(), Set.copyOf(customer.orders())));
    requests.forget(customer);
    return ProcessingResult.processed(
        "the customer will be erased: erasure "
            + begun.erasures().stream().map(UUID::toString).collect(Collectors.joining(", ")));
  }
}
