package pet.user;

import java.util.List;
import java.util.Set;
import pet.domain.InvalidInput;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class UsersForNeighbours implements Users {

  private final PreferencesService preferences;
  private final UserService users;
  private final Erasures erasures;

  UsersForNeighbours(PreferencesService preferences, UserService users, Erasures erasures) {
    this.preferences = preferences;
    this.users = users;
    this.erasures = erasures;
  }

  @Override
  public List<Choice> privacy(Set<String> userIds) {
    return preferences.privacy(userIds);
  }

  @Override
  public LoginResult login(Login login) {
    if (login == null) {
      throw new InvalidInput("login", "is required");
    }
    return new LoginResult(users.apply(login));
  }

  @Override
  public void loginDeleted(LoginDeletion deletion) {
    if (deletion == null) {
      throw new InvalidInput("deletion", "is required");
    }
    erasures.ask(deletion.provider(), deletion.userId());
  }

  @Override
  public ErasureBegun customerRedacted(CustomerRedaction redaction) {
    if (redaction == null) {
      throw new InvalidInput("redaction", "is required");
    }
    return new ErasureBegun(erasures.ask(redaction));
  }

  @Override
  public ErasureBegun shopRedacted(ShopRedaction redaction) {
    if (redaction == null) {
      throw new InvalidInput("redaction", "is required");
    }
    return new ErasureBegun(List.of(erasures.ask(redaction)));
  }
}
