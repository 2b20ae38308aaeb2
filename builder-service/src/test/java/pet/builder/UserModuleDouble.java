package pet.builder;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import pet.domain.ModuleName;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.Privacy;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the user module stands: another room's, so not here. */
public record UserModuleDouble(Users users) implements Module {

  /** As if everybody had chosen so. */
  public static Users everybody(Supplier<Privacy> privacy) {
    return everybody(privacy, null);
  }

  /** And been erased at that time, unless null. */
  public static Users everybody(Supplier<Privacy> privacy, Instant erasedUntil) {
    return answering(
        userIds ->
            userIds.stream()
                .map(userId -> new Users.Choice(userId, privacy.get(), erasedUntil))
                .toList());
  }

  /** Which answers a question by its ids so. */
  public static Users answering(Function<Set<String>, List<Users.Choice>> choices) {
    return new Answering(choices);
  }

  private record Answering(Function<Set<String>, List<Choice>> choices) implements Users {
    @Override
    public List<Choice> privacy(Set<String> userIds) {
      return choices.apply(userIds);
    }

    @Override
    public LoginResult login(Login login) {
      throw new UnsupportedOperationException("the builder tells of no login");
    }

    @Override
    public void loginDeleted(LoginDeletion deletion) {
      throw new UnsupportedOperationException("the builder deletes nobody");
    }

    @Override
    public ErasureBegun customerRedacted(CustomerRedaction redaction) {
      throw new UnsupportedOperationException("the builder forgets no customer");
    }

    @Override
    public ErasureBegun shopRedacted(ShopRedaction redaction) {
      throw new UnsupportedOperationException("the builder ends no shop");
    }
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
