package pet.order;

import java.time.Clock;
import pet.domain.ModuleName;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.Orders;
import pet.messaging.EventBus;
import pet.platform.Background;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;

/** Orders, from the shop's first report to the parcel's arrival. */
public final class OrderModule implements Module {

  static final String SCHEMA = "orders";
  static final String CHANGELOG = "pet/order/changelog.yaml";

  @Override
  public ModuleName name() {
    return ModuleName.ORDER;
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
    OrderService orders = new OrderService(store, emails, clock);
    Guessing guessing = new Guessing(context.limits(), settings);
    OrderStreams streams = streams(context, store, settings);
    context.resource(new OrderResource(orders, guessing, tracking));
    context.resource(new TrackingResource(orders, tracking, streams));
    context.provide(
        Orders.class,
        new OrdersForNeighbours(
            new OrderReports(store, emails, clock), new PersonalOrders(store, emails, clock)));
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
