package pet.webhook;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Stands where the user module stands, another room's, and keeps what it is told. */
final class RecordedUsers implements Users {

  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final List<LoginDeletion> deletions = new CopyOnWriteArrayList<>();
  private final List<CustomerRedaction> redactions = new CopyOnWriteArrayList<>();
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

  @Override
  public ErasureBegun customerRedacted(CustomerRedaction redaction) {
    answer();
    redactions.add(redaction);
    return new ErasureBegun(List.of(new UUID(0, redaction.customerId())));
  }

  @Override
  public ErasureBegun shopRedacted(ShopRedaction redaction) {
    throw new UnsupportedOperationException("no shop is at its end");
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

  List<CustomerRedaction> redactions() {
    return redactions;
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
