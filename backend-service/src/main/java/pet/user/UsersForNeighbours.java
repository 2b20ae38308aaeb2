package pet.user;

import pet.domain.user.Privacy;
import pet.domain.user.Users;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class UsersForNeighbours implements Users {

  private final PreferencesService preferences;

  UsersForNeighbours(PreferencesService preferences) {
    this.preferences = preferences;
  }

  @Override
  public Privacy privacy(String userId) {
    return preferences.privacy(userId);
  }
}
