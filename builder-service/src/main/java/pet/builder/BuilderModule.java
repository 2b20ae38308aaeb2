package pet.builder;

import java.time.Clock;
import pet.domain.ModuleName;
import pet.domain.builder.Designs;
import pet.domain.builder.PriceCalculator;
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
    DesignService designs = new DesignService(store, prices, cache, Clock.systemUTC());
    context.resource(new CatalogResource(CatalogView.of(prices), context.json()));
    context.resource(new DesignResource(designs));
    context.provide(Designs.class, new DesignRevisions(designs));
  }
}
