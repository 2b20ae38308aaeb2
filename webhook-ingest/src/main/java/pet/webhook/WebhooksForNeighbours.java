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
import pet.domain.webhook.Counted;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.ShopEnd;
import pet.domain.webhook.Traces;
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

  /** Whose deliveries are of the shop's payments, though they name no shop. */
  private static final String BILLING = StripeResource.SOURCE;

  private static final int SHOPS_PART = 500;

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ErasedLanes erased;
  private final DeliveryPeople people;
  private final Set<String> loginProviders;

  /**
   * Answers from the log.
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
   * Where a person's deliveries are.
   *
   * @param people as which they may be kept
   * @param emails those of them that are addresses
   */
  private record Places(List<String> lanes, List<byte[]> people, List<byte[]> emails) {}

  private Places places(Traces traces) {
    if (traces == null) {
      throw new InvalidInput("traces", "is required");
    }
    // Sorted, so that two that erase the same do not wait for each other.
    List<String> lanes =
        Stream.of(
                traces.shopifyOrderIds().stream().map(ShopifyBody::laneOf),
                traces.customerIds().stream().map(ShopifyCustomer::laneOf),
                loginProviders.stream()
                    .map(source -> StandardEvent.laneOfUser(source, traces.userId())))
            .flatMap(each -> each)
            .sorted()
            .toList();
    List<String> emails = traces.emails().stream().map(NamedPeople::ofEmail).toList();
    List<String> all = new ArrayList<>(emails);
    all.add(NamedPeople.ofUser(traces.userId()));
    traces.customerIds().forEach(id -> all.add(NamedPeople.ofCustomer(id)));
    return new Places(lanes, people.hashes(all), people.hashes(emails));
  }

  @Override
  public Page<PersonalDelivery> export(Traces traces, String cursor) {
    Places places = places(traces);
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
  public Counted count(Traces traces) {
    Places places = places(traces);
    return new Counted(
        jdbi.withHandle(
            handle -> {
              PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
              UUID[] named = dao.named(places.people()).toArray(UUID[]::new);
              return dao.count(lanes(places), named);
            }));
  }

  @Override
  public void erase(Traces traces) {
    Places places = places(traces);
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
  public Counted countOfShop(ShopEnd end) {
    return new Counted(
        jdbi.withExtension(ShopDeliveryDao.class, dao -> dao.count(needed(end), BILLING)));
  }

  @Override
  public Counted eraseShop(ShopEnd end) {
    return jdbi.inTransaction(
        handle -> {
          ShopDeliveryDao dao = handle.attach(ShopDeliveryDao.class);
          dao.eraseLater(needed(end), BILLING);
          dao.erase(end, BILLING, SHOPS_PART);
          return new Counted(dao.left(end, BILLING));
        });
  }

  private static ShopEnd needed(ShopEnd end) {
    if (end == null) {
      throw new InvalidInput("end", "is required");
    }
    return end;
  }
}
