package pet.order;

import java.time.Clock;
import pet.domain.ModuleName;
import pet.domain.order.Orders;
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
    Guessing guessing = new Guessing(context.limits(), context.settings(OrderSettings.class));
    context.resource(new OrderResource(new OrderService(store, emails, clock), guessing));
    context.provide(
        Orders.class,
        new OrdersForNeighbours(
            new OrderReports(store, emails, clock), new PersonalOrders(store, emails, clock)));
  }
}
