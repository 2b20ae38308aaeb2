package pet.user;

import java.time.Clock;
import pet.domain.ModuleName;
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
  public void install(ModuleContext context) throws Exception {
    Store store = context.store(SCHEMA, CHANGELOG);
    UserService users = new UserService(store, context.encryption(), Clock.systemUTC());
    context.resource(new UserResource(users));
  }
}
