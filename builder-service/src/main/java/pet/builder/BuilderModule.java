package pet.builder;

import java.time.Clock;
import java.util.Set;
import pet.builder.preview.PreviewPart;
import pet.domain.ModuleName;
import pet.domain.builder.Designs;
import pet.domain.builder.PriceCalculator;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;

/** Designs and their prices. */
public final class BuilderModule implements Module {

  static final String SCHEMA = "builder";
  static final String CHANGELOG = "pet/builder/changelog.yaml";

  @Override
  public ModuleName name() {
    return ModuleName.BUILDER;
  }

  @Override
  public Class<?> settings() {
    return BuilderSettings.class;
  }

  @Override
  public Set<ModuleName> needs() {
    return Set.of(ModuleName.USER);
  }

  @Override
  public void install(ModuleContext context) throws Exception {
    BuilderSettings settings = context.settings(BuilderSettings.class);
    PriceCalculator prices = new PriceCalculator(settings.taxRate());
    Store store = context.store(SCHEMA, CHANGELOG);
    DesignCache cache =
        new DesignCache(
            context.redis(),
            context.json(),
            settings.cacheFor().toJavaDuration(),
            context.metrics());
    Clock clock = Clock.systemUTC();
    Users users = context.neighbour(ModuleName.USER, Users.class);
    EventOwners owners = new EventOwners(users, context.metrics());
    DesignService designs = new DesignService(store, prices, cache, owners, clock);
    PreviewPart.install(context, (caller, id) -> designs.read(caller, id).config());
    context.resource(new CatalogResource(CatalogView.of(prices), context.json()));
    context.resource(new DesignResource(designs));
    context.provide(
        Designs.class, new DesignsForNeighbours(designs, new PersonalDesigns(store, cache, clock)));
  }
}
