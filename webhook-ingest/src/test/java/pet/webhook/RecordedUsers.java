package pet.webhook;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the user module stands, another room's, and keeps what it is told. */
final class RecordedUsers implements Users {

  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final List<LoginDeletion> deletions = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  @Override
  public List<Choice> privacy(Set<String> userIds) {
    throw new UnsupportedOperationException("webhooks ask for nobody's choice");
  }

  @Override
  public LoginResult login(Login login) {
    answer();
    logins.add(login);
    return new LoginResult(null);
  }

  @Override
  public void loginDeleted(LoginDeletion deletion) {
    answer();
    deletions.add(deletion);
  }

  private void answer() {
    if (away) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "away");
    }
  }

  void away(boolean away) {
    this.away = away;
  }

  List<Login> logins() {
    return logins;
  }

  List<LoginDeletion> deletions() {
    return deletions;
  }

  Module module() {
    return new Module() {
      @Override
      public ModuleName name() {
        return ModuleName.USER;
      }

      @Override
      public void install(ModuleContext context) {
        context.provide(Users.class, RecordedUsers.this);
      }
    };
  }
}
