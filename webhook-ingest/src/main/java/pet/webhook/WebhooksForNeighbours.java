package pet.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Cursor;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.webhook.PersonalDelivery;
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

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final ErasedLanes erased;
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
    this.loginProviders = Set.copyOf(loginProviders);
  }

  @Override
  public Page<PersonalDelivery> export(Traces traces, String cursor) {
    return page(lanes(traces), cursor);
  }

  private Page<PersonalDelivery> page(List<String> lanes, String cursor) {
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    if (lanes.isEmpty()) {
      return new Page<>(List.of(), null);
    }
    List<KeptRow> rows =
        jdbi.withExtension(
            PersonalDeliveryDao.class, dao -> dao.list(lanes, page.after(), PAGE + 1));
    return page.pageOf(rows, this::view, row -> new Cursor(row.receivedAt(), row.id()));
  }

  /** All that is still kept of what was delivered in lanes, newest first. */
  List<PersonalDelivery> ofLanes(List<String> lanes) {
    List<PersonalDelivery> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<PersonalDelivery> page = page(lanes, cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  private List<String> lanes(Traces traces) {
    if (traces == null) {
      throw new InvalidInput("traces", "is required");
    }
    return Stream.of(
            traces.shopifyOrderIds().stream().map(ShopifyBody::laneOf),
            traces.customerIds().stream().map(ShopifyCustomer::laneOf),
            loginProviders.stream()
                .map(source -> StandardEvent.laneOfUser(source, traces.userId())))
        .flatMap(lanes -> lanes)
        .sorted()
        .toList();
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

  /** Sorted, so that two that erase the same do not wait for each other. */
  @Override
  public void erase(Traces traces) {
    List<String> lanes = lanes(traces);
    if (lanes.isEmpty()) {
      return;
    }
    jdbi.useTransaction(
        handle -> {
          PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
          erased.mark(handle, lanes);
          dao.eraseLater(lanes);
          dao.erase(lanes);
        });
  }
}
