package pet.webhook;

import pet.domain.ModuleName;
import pet.domain.order.Orders;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the order module stands: another room's, so not here. */
record OrderModuleDouble(RecordedOrders orders) implements Module {

  @Override
  public ModuleName name() {
    return ModuleName.ORDER;
  }

  @Override
  public void install(ModuleContext context) {
    context.provide(Orders.class, orders);
  }
}
