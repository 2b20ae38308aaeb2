package pet.backend;

import java.util.List;
import pet.analytics.AnalyticsModule;
import pet.builder.BuilderModule;
import pet.order.OrderModule;
import pet.platform.Module;
import pet.platform.PetApplication;
import pet.user.UserModule;
import pet.webhook.WebhookModule;

/** The backend: hosts any set of modules, as its configuration says. */
public final class BackendService {

  private BackendService() {}

  /** All modules. */
  public static List<Module> modules() {
    return List.of(
        new UserModule(),
        new BuilderModule(),
        new OrderModule(),
        new WebhookModule(),
        new AnalyticsModule());
  }

  public static void main(String[] args) throws Exception {
    new PetApplication("backend", modules()).run(args);
  }
}
