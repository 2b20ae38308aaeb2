package pet.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Cursor;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.Webhooks;
import pet.platform.crypto.Encryption;
import pet.webhook.PersonalDeliveryDao.KeptRow;
import pet.webhook.shopify.ShopifyBody;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class WebhooksForNeighbours implements Webhooks {

  // A body may have a megabyte.
  private static final int PAGE = 5;

  private final Jdbi jdbi;
  private final Encryption encryption;

  WebhooksForNeighbours(Jdbi jdbi, Encryption encryption) {
    this.jdbi = jdbi;
    this.encryption = encryption;
  }

  @Override
  public Page<PersonalDelivery> export(long shopifyOrderId, String cursor) {
    PageQuery page = new PageQuery(PAGE, Cursor.parse(cursor));
    List<KeptRow> rows =
        jdbi.withExtension(
            PersonalDeliveryDao.class,
            dao -> dao.list(ShopifyBody.laneOf(shopifyOrderId), page.after(), PAGE + 1));
    return page.pageOf(rows, this::view, row -> new Cursor(row.receivedAt(), row.id()));
  }

  private PersonalDelivery view(KeptRow row) {
    byte[] body = encryption.decrypt(ShopifyResource.BODY_PURPOSE, row.body());
    return new PersonalDelivery(
        row.id().toString(),
        row.source(),
        row.topic(),
        row.state().name(),
        row.receivedAt(),
        new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void erase(long shopifyOrderId) {
    String lane = ShopifyBody.laneOf(shopifyOrderId);
    jdbi.useTransaction(
        handle -> {
          PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
          dao.markLane(lane);
          dao.erase(lane);
        });
  }
}
