package pet.order;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import pet.domain.ModuleName;
import pet.domain.builder.Designs;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.Orders;
import pet.messaging.EventBus;
import pet.platform.Background;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;
import pet.platform.idempotency.Idempotency;

/** Orders, from the shop's first report to the parcel's arrival. */
public final class OrderModule implements Module {

  static final String SCHEMA = "orders";
  static final String CHANGELOG = "pet/order/changelog.yaml";

  private static final Duration PRICE_CHECKS = Duration.ofSeconds(1);

  @Override
  public ModuleName name() {
    return ModuleName.ORDER;
  }

  @Override
  public Set<ModuleName> needs() {
    return Set.of(ModuleName.BUILDER);
  }

  @Override
  public Class<?> settings() {
    return OrderSettings.class;
  }

  @Override
  public void install(ModuleContext context) throws Exception {
    Store store = context.store(SCHEMA, CHANGELOG);
    Emails emails = new Emails(context.encryption());
    Clock clock = Clock.systemUTC();
    OrderSettings settings = context.settings(OrderSettings.class);
    Tracking tracking =
        new Tracking(
            store.jdbi(), context.encryption(), clock, settings.trackingLasts().toJavaDuration());
    // A link leads to its order until the end of the day.
    context.rotatesKeys(
        store, settings.trackingLasts().toJavaDuration().plusDays(1), List.of(Emails.COLUMNS));
    Idempotency idempotency = context.idempotency(store);
    OrderService orders = new OrderService(store, emails, clock);
    RateLimitedLookUps lookUps = new RateLimitedLookUps(orders, context.limits(), settings);
    OrderStreams streams = streams(context, store, settings);
    Designs designs = context.neighbour(ModuleName.BUILDER, Designs.class);
    context.every(
        PRICE_CHECKS,
        "compare what was paid with what designs cost",
        new PriceChecks(store.jdbi(), designs, clock)::run);
    InboxSweep inbox = new InboxSweep(store.jdbi(), settings.inboxKeeps().toJavaDuration(), clock);
    context.every(InboxSweep.PAUSE, "forget deliveries that nobody sends again", inbox::run);
    context.resource(
        new OrderResource(
            orders, lookUps, tracking, new Reorders(orders, designs), context.json()));
    context.resource(new TrackingResource(orders, tracking, idempotency, streams, context.json()));
    context.provide(
        Orders.class,
        new OrdersForNeighbours(
            new OrderReports(store, emails, clock),
            new PersonalOrders(store, emails, idempotency, clock)));
  }

  private static OrderStreams streams(ModuleContext context, Store store, OrderSettings settings) {
    OrderStreams streams =
        new OrderStreams(
            store.jdbi(),
            settings.streams(),
            settings.streamsPerOrder(),
            settings.streamLasts().toJavaDuration(),
            context.metrics());
    context.manage(streams);
    context.endsStreams(streams::end);
    EventBus.Subscription nudges =
        store.events().subscribe(OrderStatusChanged.class, event -> streams.look());
    context.manage(Background.closing(nudges));
    return streams;
  }
}
