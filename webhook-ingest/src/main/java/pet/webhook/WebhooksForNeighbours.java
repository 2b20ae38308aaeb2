package pet.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Cursor;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.webhook.DeliveryCount;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.ShopDeliveries;
import pet.domain.webhook.Webhooks;
import pet.platform.crypto.Encryption;
import pet.webhook.PersonalDeliveryDao.KeptRow;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyCustomer;
import pet.webhook.standard.StandardEvent;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class WebhooksForNeighbours implements Webhooks {

  // A body may have a megabyte.
  private static final int PAGE = 5;

  /** The source of the shop's payments; its deliveries name no shop. */
  private static final String BILLING = StripeResource.SOURCE;

  private static final int SHOPS_PART = 500;

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ErasedLanes erased;
  private final DeliveryPeople people;
  private final Set<String> loginProviders;

  /**
   * Answers from the delivery log.
   *
   * @param loginProviders sources that tell of users
   */
  WebhooksForNeighbours(Jdbi jdbi, Encryption encryption, Set<String> loginProviders) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.erased = new ErasedLanes(encryption);
    this.people = new DeliveryPeople(encryption);
    this.loginProviders = Set.copyOf(loginProviders);
  }

  /**
   * The keys by which a person's deliveries are found.
   *
   * @param people as which they may be kept
   * @param emails those of them that are addresses
   */
  private record Places(List<String> lanes, List<byte[]> people, List<byte[]> emails) {}

  private Places places(PersonIdentifiers identifiers) {
    if (identifiers == null) {
      throw new InvalidInput("identifiers", "is required");
    }
    // Sorted, so that concurrent erasures do not deadlock.
    List<String> lanes =
        Stream.of(
                identifiers.shopifyOrderIds().stream().map(ShopifyBody::laneOf),
                identifiers.customerIds().stream().map(ShopifyCustomer::laneOf),
                loginProviders.stream()
                    .map(source -> StandardEvent.laneOfUser(source, identifiers.userId())))
            .flatMap(each -> each)
            .sorted()
            .toList();
    List<String> emails = identifiers.emails().stream().map(NamedPeople::ofEmail).toList();
    List<String> all = new ArrayList<>(emails);
    all.add(NamedPeople.ofUser(identifiers.userId()));
    identifiers.customerIds().forEach(id -> all.add(NamedPeople.ofCustomer(id)));
    return new Places(lanes, people.hashes(all), people.hashes(emails));
  }

  @Override
  public Page<PersonalDelivery> export(PersonIdentifiers identifiers, String cursor) {
    Places places = places(identifiers);
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    List<KeptRow> rows =
        jdbi.withHandle(
            handle -> {
              PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
              UUID[] named = dao.named(places.people()).toArray(UUID[]::new);
              return dao.list(lanes(places), named, bytes(places.emails()), page.after(), PAGE + 1);
            });
    return page.pageOf(rows, this::view, row -> new Cursor(row.receivedAt(), row.id()));
  }

  private static String[] lanes(Places places) {
    return places.lanes().toArray(String[]::new);
  }

  private static byte[][] bytes(List<byte[]> hashes) {
    return hashes.toArray(byte[][]::new);
  }

  private PersonalDelivery view(KeptRow row) {
    byte[] body = BodyAtRest.open(encryption, row.body());
    return new PersonalDelivery(
        row.id().toString(),
        row.source(),
        row.topic(),
        row.state().name(),
        row.receivedAt(),
        new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public DeliveryCount count(PersonIdentifiers identifiers) {
    Places places = places(identifiers);
    return new DeliveryCount(
        jdbi.withHandle(
            handle -> {
              PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
              UUID[] named = dao.named(places.people()).toArray(UUID[]::new);
              return dao.count(lanes(places), named);
            }));
  }

  @Override
  public void erase(PersonIdentifiers identifiers) {
    Places places = places(identifiers);
    jdbi.useTransaction(
        handle -> {
          PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
          erased.mark(handle, places.lanes());
          UUID[] named = dao.named(places.people()).toArray(UUID[]::new);
          dao.eraseLater(lanes(places), named);
          dao.erase(lanes(places), named);
        });
  }

  @Override
  public DeliveryCount countOfShop(ShopDeliveries deliveries) {
    return new DeliveryCount(
        jdbi.withExtension(ShopDeliveryDao.class, dao -> dao.count(needed(deliveries), BILLING)));
  }

  @Override
  public DeliveryCount eraseShop(ShopDeliveries deliveries) {
    return jdbi.inTransaction(
        handle -> {
          ShopDeliveryDao dao = handle.attach(ShopDeliveryDao.class);
          dao.eraseLater(needed(deliveries), BILLING);
          dao.erase(deliveries, BILLING, SHOPS_PART);
          return new DeliveryCount(dao.left(deliveries, BILLING));
        });
  }

  private static ShopDeliveries needed(ShopDeliveries deliveries) {
    if (deliveries == null) {
      throw new InvalidInput("deliveries", "is required");
    }
    return deliveries;
  }
}
