package pet.builder;

import java.util.function.Supplier;
import pet.domain.ModuleName;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the user module stands: another room's, so not here. */
public record UserModuleDouble(Users users) implements Module {

  /** As if everybody had chosen so. */
  public static Users everybody(Supplier<Privacy> privacy) {
    return userIds ->
        userIds.stream().map(userId -> new Users.Choice(userId, privacy.get())).toList();
  }

  @Override
  public ModuleName name() {
    return ModuleName.USER;
  }

  @Override
  public void install(ModuleContext context) {
    context.provide(Users.class, users);
  }
}
