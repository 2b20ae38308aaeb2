package pet.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import pet.domain.ModuleName;
import pet.domain.order.Orders;
import pet.domain.user.Users;
import pet.domain.webhook.Webhooks;
import pet.platform.EnvironmentVariables;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;
import pet.platform.database.StoreQueue;
import pet.webhook.admin.AdminApi;
import pet.webhook.admin.AdminOrders;
import pet.webhook.shopify.ShopifySignature;
import pet.webhook.signature.Tolerance;
import pet.webhook.standard.StandardSignature;
import pet.webhook.stripe.StripeSignature;

/** Webhooks: verified, durable, deduplicated, and told to the order and user modules. */
public final class WebhookModule implements Module {

  @Override
  public ModuleName name() {
    return ModuleName.WEBHOOK;
  }

  @Override
  public Set<ModuleName> needs() {
    return Set.of(ModuleName.ORDER, ModuleName.USER);
  }

  @Override
  public Class<?> settings() {
    return WebhookSettings.class;
  }

  @Override
  public void install(ModuleContext context) throws Exception {
    WebhookSettings settings = context.settings(WebhookSettings.class);
    WebhookSecrets secrets =
        new WebhookSecrets(
            settings,
            context.stage(),
            EnvironmentVariables.ofProcess().startingWith(WebhookSecrets.STANDARD_VARIABLE));
    Tolerance tolerance =
        new Tolerance(settings.tolerance().toJavaDuration(), InstantSource.system());
    ShopifySignature shopify = new ShopifySignature(secrets.shopify());
    StripeSignature stripe = new StripeSignature(secrets.stripe(), tolerance);
    Map<String, StandardSignature> standard = new TreeMap<>();
    secrets
        .standard()
        .forEach((name, of) -> standard.put(name, new StandardSignature(of, tolerance)));
    Store store = context.store("webhook", "pet/webhook/changelog.yaml");
    context.rotatesKeys(
        store,
        Duration.ZERO,
        List.of(
            Intake.COLUMNS,
            ErasedLanes.COLUMNS,
            DeliveryPeople.COLUMNS,
            ComplianceRequests.columns(context.json())));
    WebhookMetrics metrics = new WebhookMetrics(context.metrics());
    Orders orders = context.neighbour(ModuleName.ORDER, Orders.class);
    Users users = context.neighbour(ModuleName.USER, Users.class);
    WebhooksForNeighbours personal =
        new WebhooksForNeighbours(store.jdbi(), context.encryption(), standard.keySet());
    Shops shops = new Shops(settings.shops(), metrics);
    ComplianceRequests requests =
        new ComplianceRequests(
            store.jdbi(),
            context.encryption(),
            context.json(),
            orders,
            personal,
            users,
            shops::isTheOnlyOne);
    Processor shopifys =
        new ComplianceProcessor(
            context.encryption(),
            users,
            requests,
            shops::isOurs,
            new ShopifyProcessor(context.encryption(), orders));
    DeliveryStep step =
        new DeliveryStep(
            store.jdbi(),
            store.events(),
            new Processors(
                Map.of(
                    ShopifyResource.SOURCE,
                    shopifys,
                    ReconciledOrders.SOURCE,
                    shopifys,
                    StripeResource.SOURCE,
                    new StripeProcessor(context.encryption(), orders),
                    LoginProcessor.CLERK,
                    new LoginProcessor(context.encryption(), users))),
            new ErasedLanes(context.encryption()),
            settings,
            metrics);
    BodyReader bodies = new BodyReader(settings.bounds(), metrics);
    LoadMonitor load = new LoadMonitor(bodies::inHand, settings.workers());
    DeliveryWorker worker = new DeliveryWorker(step::run, settings.workers(), load::isBusy);
    Intake intake =
        intake(context, store, settings.bounds(), bodies, secrets, metrics, worker::wake);
    context.bodies("/webhooks/*", settings.bounds().rule(header -> true));
    context.bodies(
        "/webhooks/shopify/*",
        settings.bounds().rule(header -> shops.isOurs(header.apply(ShopifyResource.SHOP))));
    context.resource(new ShopifyResource(shopify, shops, intake));
    context.resource(new StripeResource(stripe, intake));
    context.resource(new StandardResource(standard, intake));
    Replays replays = new Replays(store.jdbi(), worker::wake);
    context.resource(
        new DeliveriesResource(store.jdbi(), context.encryption(), context.json(), replays));
    context.resource(
        new ReplayResource(store.jdbi(), replays, context.idempotency(store), context.json()));
    context.resource(new ComplianceResource(store.jdbi(), requests));
    context.health("shop-requests", requests.health());
    context.every(Duration.ofSeconds(5), "go on with replays", replays::goOn);
    Sweeper sweeper = new Sweeper(store.jdbi(), settings.retention(), metrics);
    context.every(
        settings.retention().every().toJavaDuration(),
        "remove what the log need not keep",
        sweeper::sweep);
    context.provide(Webhooks.class, personal);
    DoubleSupplier oldest =
        () ->
            store
                .jdbi()
                .inTransaction(handle -> new DeliveryRows(handle).oldestUnprocessedSeconds());
    metrics.oldestUnprocessed(oldest);
    context.health("webhook-worker", worker.health(oldest, settings.lagLimit().toJavaDuration()));
    context.manage(worker);
    if (settings.reconciliation().isOn()) {
      reconcile(context, store, orders, settings.reconciliation(), metrics, worker::wake);
    }
  }

  private static void reconcile(
      ModuleContext context,
      Store store,
      Orders orders,
      ReconciliationSettings settings,
      WebhookMetrics metrics,
      Runnable wake) {
    AdminApi api =
        new AdminApi(
            settings.url(),
            settings.accessToken(),
            settings.timeout().toJavaDuration(),
            Duration.ofSeconds(1),
            context.json());
    ReconciledOrders found =
        new ReconciledOrders(
            new DeliveryLog(store.jdbi(), store.events(), context.encryption()),
            context.encryption(),
            settings,
            metrics,
            wake);
    Reconciliation reconciliation =
        new Reconciliation(store.jdbi(), new AdminOrders(api), orders, found, settings, metrics);
    metrics.reconciled(reconciliation::secondsSinceSuccess);
    context.health("shopify-reconciliation", reconciliation.health());
    context.manage(reconciliation);
  }

  private static Intake intake(
      ModuleContext context,
      Store store,
      IntakeLimits limits,
      BodyReader bodies,
      WebhookSecrets secrets,
      WebhookMetrics metrics,
      Runnable wake) {
    SecretUse use = new SecretUse(store.jdbi(), context.encryption(), metrics);
    use.watch(ShopifyResource.SOURCE, secrets.shopify());
    use.watch(StripeResource.SOURCE, secrets.stripe());
    secrets.standard().forEach(use::watch);
    context.every(Duration.ofSeconds(5), "tell which secrets sign", use::exchange);
    DeliveryLog log = new DeliveryLog(store.jdbi(), store.events(), context.encryption());
    StoreQueue<NewDelivery, DeliveryLog.Receipt> queue =
        new StoreQueue<>(
            "webhook-store", 2, limits.waiting(), limits.ackTime().toJavaDuration(), log::take);
    metrics.unstored(queue::waiting);
    context.manage(queue);
    return new Intake(context.encryption(), bodies, queue, use, metrics, wake, context.json());
  }
}
