package pet.user;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import pet.platform.crypto.SealedColumns;

/** People and what the store knows of them. */
public final class UserModule implements Module {

  static final String SCHEMA = "users";
  static final String CHANGELOG = "pet/user/changelog.yaml";

  private static final Duration GO_ON = Duration.ofSeconds(1);

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
    List<SealedColumns> sealed = new ArrayList<>(UserService.COLUMNS);
    sealed.addAll(List.of(Tombstones.COLUMNS, Erasures.COLUMNS));
    context.rotatesKeys(store, Duration.ZERO, sealed);
    UserService users = new UserService(store, context.encryption(), clock);
    PreferencesService preferences =
        new PreferencesService(store, users, new Tombstones(context.encryption()), clock);
    OtherModules others =
        new OtherModules(
            context.neighbour(ModuleName.BUILDER, Designs.class),
            context.neighbour(ModuleName.ORDER, Orders.class),
            context.neighbour(ModuleName.WEBHOOK, Webhooks.class),
            context.neighbour(ModuleName.ANALYTICS, Analytics.class));
    Erasures erasures =
        new Erasures(store.jdbi(), users, context.encryption(), context.json(), clock);
    ErasureWork work = new ErasureWork(store.jdbi(), erasures, users, others);
    context.every(GO_ON, "go on with erasures", work::goOn);
    context.health("erasures", erasures.health());
    context.resource(
        new UserResource(
            users,
            preferences,
            new PersonalData(users, preferences, others, context.json(), clock),
            erasures,
            work));
    context.resource(new ErasureResource(store.jdbi()));
    context.provide(Users.class, new UsersForNeighbours(preferences, users, erasures));
  }
}
