package pet.user;

import java.time.Clock;
import java.util.Set;
import pet.domain.ModuleName;
import pet.domain.analytics.Analytics;
import pet.domain.builder.Designs;
import pet.domain.order.Orders;
import pet.domain.user.Users;
import pet.domain.webhook.Webhooks;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;

/** People and what the store knows of them. */
public final class UserModule implements Module {

  static final String SCHEMA = "users";
  static final String CHANGELOG = "pet/user/changelog.yaml";

  @Override
  public ModuleName name() {
    return ModuleName.USER;
  }

  @Override
  public Set<ModuleName> needs() {
    return Set.of(ModuleName.BUILDER, ModuleName.ORDER, ModuleName.WEBHOOK, ModuleName.ANALYTICS);
  }

  @Override
  public void install(ModuleContext context) throws Exception {
    Store store = context.store(SCHEMA, CHANGELOG);
    Clock clock = Clock.systemUTC();
    UserService users = new UserService(store, context.encryption(), clock);
    PreferencesService preferences = new PreferencesService(store, users, clock);
    PersonalData.Neighbours neighbours =
        new PersonalData.Neighbours(
            context.neighbour(ModuleName.BUILDER, Designs.class),
            context.neighbour(ModuleName.ORDER, Orders.class),
            context.neighbour(ModuleName.WEBHOOK, Webhooks.class),
            context.neighbour(ModuleName.ANALYTICS, Analytics.class));
    context.resource(
        new UserResource(
            users, preferences, new PersonalData(users, preferences, neighbours, clock)));
    context.provide(Users.class, new UsersForNeighbours(preferences));
  }
}
