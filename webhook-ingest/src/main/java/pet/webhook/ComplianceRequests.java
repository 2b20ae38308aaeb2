package pet.webhook;

import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.ProblemCode;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.webhook.PersonalDelivery;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyCustomer;

/** What Shopify's compliance topics ask for, kept until staff have answered. */
final class ComplianceRequests {

  private static final String PURPOSE = "webhook.compliance";
  private static final Duration LATE = Duration.ofDays(20);

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ObjectMapper json;
  private final Orders orders;
  private final WebhooksForNeighbours deliveries;

  ComplianceRequests(
      Jdbi jdbi,
      Encryption encryption,
      ObjectMapper json,
      Orders orders,
      WebhooksForNeighbours deliveries) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.json = json;
    this.orders = orders;
    this.deliveries = deliveries;
  }

  /** Where whom they are about lies; the hash is of the customer's lane. */
  static SealedColumns columns(ObjectMapper json) {
    return SealedColumns.of("compliance_request", "id")
        .cipher("subject", PURPOSE)
        .hash("subject_hash", PURPOSE, plain -> read(json, plain).lane());
  }

  /**
   * What the store knows of a customer, for staff to pass on to the shop.
   *
   * @param orders that carry the customer's address, as the customer may see them
   * @param deliveries what Shopify told of these orders, of those that it names, and of the
   *     customer
   */
  record Export(
      ComplianceRequest request, List<PersonalOrder> orders, List<PersonalDelivery> deliveries) {

    @Override
    public String toString() {
      return "Export[" + request.id() + "]";
    }
  }

  /** A shop wants to know what is known of a customer. */
  void keep(ClaimedDelivery delivery, String shop, ShopifyCustomer customer) {
    insert(delivery, shop, seal(customer), hash(customer));
  }

  /** A shop wants something that is about nobody in particular. */
  void keep(ClaimedDelivery delivery, String shop) {
    insert(delivery, shop, null, null);
  }

  private void insert(ClaimedDelivery delivery, String shop, byte[] subject, byte[] hash) {
    jdbi.useExtension(
        ComplianceDao.class,
        dao -> dao.insert(UUID.randomUUID(), delivery.id(), delivery.topic(), shop, subject, hash));
  }

  void forget(ShopifyCustomer customer) {
    jdbi.useExtension(
        ComplianceDao.class, dao -> dao.forget(encryption.hashes(PURPOSE, customer.lane())));
  }

  ComplianceRequest find(UUID id) {
    return jdbi.withExtension(ComplianceDao.class, dao -> dao.find(id))
        .orElseThrow(() -> DomainException.notFound("request"));
  }

  /**
   * Asks each module for what it knows of the customer; that staff did is kept.
   *
   * @throws DomainException {@code CONFLICT} if it is done, or about nobody in particular
   */
  Export export(UUID id, Caller caller) {
    find(id);
    ShopifyCustomer customer =
        jdbi.withExtension(ComplianceDao.class, dao -> dao.subject(id))
            .map(this::open)
            .orElseThrow(
                () ->
                    new DomainException(
                        ProblemCode.CONFLICT, "The request names no customer, or is done."));
    List<PersonalOrder> known = ordersOf(orders, customer.person());
    Set<Long> ids = new TreeSet<>(customer.orders());
    known.forEach(order -> ids.add(order.shopifyOrderId()));
    List<PersonalDelivery> told = deliveries.ofLanes(lanes(customer, ids));
    jdbi.useExtension(ComplianceDao.class, dao -> dao.exported(id, by(caller)));
    return new Export(find(id), known, told);
  }

  /** It is answered. Once: a repeat changes nothing. */
  ComplianceRequest done(UUID id, Caller caller, String note) {
    jdbi.useExtension(ComplianceDao.class, dao -> dao.done(id, by(caller), note));
    return find(id);
  }

  private static String by(Caller caller) {
    return "staff:" + caller.subject();
  }

  /** Where the log tells of a customer. */
  static List<String> lanes(ShopifyCustomer customer, Collection<Long> orderIds) {
    List<String> lanes = new ArrayList<>(orderIds.stream().map(ShopifyBody::laneOf).toList());
    lanes.add(customer.lane());
    return lanes.stream().sorted().toList();
  }

  static List<PersonalOrder> ordersOf(Orders orders, Person person) {
    List<PersonalOrder> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<PersonalOrder> page = orders.export(person, cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  /** Complains of one that staff should answer now: the law gives a month. */
  HealthCheck health() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        double seconds = jdbi.withExtension(ComplianceDao.class, ComplianceDao::oldestOpenSeconds);
        long days = Duration.ofSeconds((long) seconds).toDays();
        return days >= LATE.toDays()
            ? Result.unhealthy("a shop's request has been open for %d days", days)
            : Result.healthy();
      }
    };
  }

  private byte[] hash(ShopifyCustomer customer) {
    return encryption.hash(PURPOSE, customer.lane());
  }

  private byte[] seal(ShopifyCustomer customer) {
    try {
      return encryption.encrypt(PURPOSE, json.writeValueAsBytes(customer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a customer cannot be written");
    }
  }

  private ShopifyCustomer open(byte[] sealed) {
    return read(json, encryption.decrypt(PURPOSE, sealed));
  }

  private static ShopifyCustomer read(ObjectMapper json, byte[] plain) {
    try {
      return json.readValue(plain, ShopifyCustomer.class);
    } catch (IOException e) {
      // Without the cause: it would quote the customer.
      throw new IllegalStateException("a customer cannot be read");
    }
  }
}
