package pet.user;

import java.util.List;
import java.util.Set;
import pet.domain.user.Users;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class UsersForNeighbours implements Users {

  private final PreferencesService preferences;

  UsersForNeighbours(PreferencesService preferences) {
    this.preferences = preferences;
  }

  @Override
  public List<Choice> privacy(Set<String> userIds) {
    return preferences.privacy(userIds);
  }
}
