package pet.webhook;

import java.util.function.DoubleSupplier;
import pet.domain.ModuleName;
import pet.domain.order.Orders;
import pet.domain.webhook.Webhooks;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;
import pet.webhook.shopify.ShopifySignature;

/** Webhooks: verified, durable, deduplicated, and told to the order module. */
public final class WebhookModule implements Module {

  @Override
  public ModuleName name() {
    return ModuleName.WEBHOOK;
  }

  @Override
  public void install(ModuleContext context) throws Exception {
    WebhookSettings settings = context.settings(WebhookSettings.class);
    ShopifySignature signature =
        new ShopifySignature(settings.activeShopifySecrets(context.stage()));
    Store store = context.store("webhook", "pet/webhook/changelog.yaml");
    WebhookMetrics metrics = new WebhookMetrics(context.metrics());
    Orders orders = context.neighbour(ModuleName.ORDER, Orders.class);
    DeliveryStep step =
        new DeliveryStep(
            store.jdbi(),
            store.events(),
            new ShopifyProcessor(context.encryption(), orders),
            settings,
            metrics);
    DeliveryWorker worker = new DeliveryWorker(step::run, settings.workers());
    DeliveryLog log = new DeliveryLog(store.jdbi(), store.events(), metrics, worker::wake);

    context.resource(new ShopifyResource(signature, context.encryption(), log, metrics));
    context.resource(new DeliveriesResource(store.jdbi()));
    context.provide(Webhooks.class, new WebhooksForNeighbours(store.jdbi(), context.encryption()));
    DoubleSupplier oldest =
        () -> store.jdbi().withExtension(DeliveryDao.class, DeliveryDao::oldestUnprocessedSeconds);
    metrics.oldestUnprocessed(oldest);
    context.health("webhook-worker", worker.health(oldest, settings.lagLimit().toJavaDuration()));
    context.manage(worker);
  }
}
