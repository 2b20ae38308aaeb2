package pet.builder;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import pet.builder.cache.EntityCache;
import pet.builder.catalog.CatalogResource;
import pet.builder.checkout.CheckoutResource;
import pet.builder.checkout.ShopSettings;
import pet.builder.checkout.ShopifyCart;
import pet.builder.design.DesignCreation;
import pet.builder.design.DesignResource;
import pet.builder.design.DesignService;
import pet.builder.design.DesignsForNeighbours;
import pet.builder.design.EventOwners;
import pet.builder.design.PersonalDesigns;
import pet.builder.design.RevisionResource;
import pet.builder.design.Revisions;
import pet.builder.preset.PresetResource;
import pet.builder.preset.PresetService;
import pet.builder.preview.ErasedPictures;
import pet.builder.preview.PreviewPart;
import pet.builder.preview.PreviewUrls;
import pet.builder.share.ShareResource;
import pet.builder.share.ShareService;
import pet.builder.share.SharedResource;
import pet.domain.ModuleName;
import pet.domain.builder.Designs;
import pet.domain.builder.PriceCalculator;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.Store;
import pet.platform.idempotency.Idempotency;

/** Designs and their prices. */
public final class BuilderModule implements Module {

  /** The module's schema. */
  public static final String SCHEMA = "builder";

  /** What brings the schema up to date. */
  public static final String CHANGELOG = "pet/builder/changelog.yaml";

  private static final Duration FOLD = Duration.ofSeconds(1);
  private static final Duration FORGET = Duration.ofSeconds(10);

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
    Clock clock = Clock.systemUTC();
    PriceCalculator prices = settings.calculator(clock);
    Store store = context.store(SCHEMA, CHANGELOG);
    Idempotency idempotency = context.idempotency(store);
    EntityCache cache =
        new EntityCache(
            store.jdbi(),
            context.redis(),
            context.json(),
            settings.cacheFor().toJavaDuration(),
            context.metrics());
    context.manage(cache);
    EventOwners owners =
        new EventOwners(context.neighbour(ModuleName.USER, Users.class), context.metrics());
    ErasedPictures erased = new ErasedPictures(store.jdbi(), context.encryption());
    PreviewUrls previews = new PreviewUrls(context.encryption(), erased);
    DesignService designs = new DesignService(store, prices, cache, owners, previews);
    Revisions revisions = new Revisions(store, previews);
    ShareService shares = new ShareService(store, designs, owners, clock);
    context.every(FOLD, "add up the views of shared designs", shares::fold);
    context.every(FORGET, "forget who has seen shared designs", shares::forgetRequests);
    ShopSettings shop =
        context.stage().isDevelopment()
            ? settings.shop().withDevelopmentVariants()
            : settings.shop();

    context.resource(new CatalogResource(prices, context.json()));
    context.resource(
        new PresetResource(
            new PresetService(store.jdbi(), prices, previews, System::nanoTime), context.json()));
    DesignCreation creation = new DesignCreation(designs, idempotency);
    context.manage(creation);
    context.resource(new DesignResource(designs, creation, idempotency, context.json()));
    context.resource(new RevisionResource(revisions, designs, idempotency));
    context.resource(new ShareResource(shares, idempotency, context.json()));
    context.resource(new SharedResource(shares));
    ShopifyCart cart = new ShopifyCart(shop, context.json());
    context.resource(new CheckoutResource(designs, cart));
    PreviewPart.install(
        context, previews, erased, (caller, id) -> designs.read(caller, id).config());
    PersonalDesigns personal = new PersonalDesigns(store, cache, idempotency, erased, clock);
    context.provide(Designs.class, new DesignsForNeighbours(revisions, personal, cart::basket));
  }
}
