package pet.builder;

import pet.domain.ModuleName;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the user module stands: another room's, so not here. */
public record UserModuleDouble(Users users) implements Module {

  @Override
  public ModuleName name() {
    return ModuleName.USER;
  }

  @Override
  public void install(ModuleContext context) {
    context.provide(Users.class, users);
  }
}
