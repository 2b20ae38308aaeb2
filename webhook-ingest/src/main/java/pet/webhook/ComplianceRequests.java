package pet.webhook;

import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.ProblemCode;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.PersonalDelivery;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.http.PagedJson;
import pet.webhook.ComplianceRequest.Status;
import pet.webhook.shopify.ShopifyCustomer;

/** Requests from Shopify's compliance topics, kept until staff have answered them. */
final class ComplianceRequests {

  private static final String PURPOSE = "webhook.compliance";
  private static final Duration LATE = Duration.ofDays(20);

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ObjectMapper json;
  private final Orders orders;
  private final WebhooksForNeighbours deliveries;
  private final Users users;
  private final Predicate<String> isTheOnlyShop;

  /**
   * @param isTheOnlyShop whether a shop is the only one, so that all orders are its own
   */
  ComplianceRequests(
      Jdbi jdbi,
      Encryption encryption,
      ObjectMapper json,
      Orders orders,
      WebhooksForNeighbours deliveries,
      Users users,
      Predicate<String> isTheOnlyShop) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.json = json;
    this.orders = orders;
    this.deliveries = deliveries;
    this.users = users;
    this.isTheOnlyShop = isTheOnlyShop;
  }

  /** The columns with the customer; the hash is of the customer's lane. */
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

  /** Keeps a request for a customer's data. */
  void keep(ClaimedDelivery delivery, String shop, ShopifyCustomer customer) {
    insert(delivery, shop, seal(customer), hash(customer));
  }

  /** Keeps a request that is about no customer in particular. */
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
   * Collects what the modules know about the customer, and records who asked for it.
   *
   * @throws DomainException {@code CONFLICT} if it is done, or about nobody in particular
   */
  StreamingOutput export(UUID id, Caller caller) {
    find(id);
    ShopifyCustomer customer =
        jdbi.withExtension(ComplianceDao.class, dao -> dao.subject(id))
            .map(this::open)
            .orElseThrow(
                () ->
                    new DomainException(
                        ProblemCode.CONFLICT, "The request names no customer, or is done."));
    Page<PersonalOrder> known = orders.export(customer.person(), null);
    jdbi.useExtension(ComplianceDao.class, dao -> dao.exported(id, by(caller)));
    ComplianceRequest request = find(id);
    Set<Long> ids = new TreeSet<>(customer.orders());
    return PagedJson.of(
        json,
        answer -> {
          answer
              .value("request", request)
              .list(
                  "orders",
                  known,
                  cursor -> orders.export(customer.person(), cursor),
                  order -> ids.add(order.shopifyOrderId()));
          PersonIdentifiers identifiers = identifiers(customer, ids);
          answer.list(
              "deliveries",
              deliveries.export(identifiers, null),
              cursor -> deliveries.export(identifiers, cursor),
              delivery -> {});
        });
  }

  /** Marks a request as answered; a repeat changes nothing. */
  ComplianceRequest done(UUID id, Caller caller, String note) {
    jdbi.useExtension(ComplianceDao.class, dao -> dao.done(id, by(caller), note));
    return find(id);
  }

  /**
   * Confirms that the shop is closed, and starts to erase what it sent about people; a repeat
   * changes nothing.
   *
   * @param shop as staff write it, so that nobody does it by mistake
   * @throws DomainException {@code CONFLICT} if that is not what was asked for, or it is answered
   *     otherwise, or there are other shops: orders do not say which one they are of
   */
  ComplianceRequest erase(UUID id, Caller caller, String shop, String note) {
    ComplianceRequest request = find(id);
    if (request.erasure() != null) {
      return request;
    }
    if (!request.topic().equals("shop/redact") || request.status() != Status.OPEN) {
      throw new DomainException(
          ProblemCode.CONFLICT, "The request asks for no shop to be erased, or is done.");
    }
    if (!isTheOnlyShop.test(request.shop())) {
      throw new DomainException(
          ProblemCode.CONFLICT,
          "It is not the one shop in webhook.shops: orders do not say which shop they are of.");
    }
    if (!request.shop().equalsIgnoreCase(shop)) {
      throw new InvalidInput("shop", "must be the domain of the shop that is to be erased");
    }
    UUID erasure =
        users
            .shopRedacted(new ShopRedaction(request.shop(), request.requestedAt()))
            .erasures()
            .get(0);
    jdbi.useExtension(ComplianceDao.class, dao -> dao.erased(id, by(caller), note, erasure));
    return find(id);
  }

  private static String by(Caller caller) {
    return "staff:" + caller.subject();
  }

  /** The identifiers by which the delivery log knows a customer. */
  private static PersonIdentifiers identifiers(ShopifyCustomer customer, Set<Long> orderIds) {
    Person person = customer.person();
    return new PersonIdentifiers(person.userId(), person.emails(), orderIds, Set.of(customer.id()));
  }

  /** Unhealthy if a request has been open for too long: the law gives a month. */
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
