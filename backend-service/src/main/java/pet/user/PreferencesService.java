package pet.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import pet.domain.Caller;
import pet.domain.InvalidInput;
import pet.domain.Person;
import pet.domain.user.Privacy;
import pet.domain.user.UserUpdated;
import pet.domain.user.Users;
import pet.platform.Store;
import pet.platform.database.PlainSql;
import pet.platform.http.IfMatch;
import pet.user.PreferencesDao.PreferencesRow;

/** Reads and changes people's preferences. */
final class PreferencesService {

  private static final String CHOSEN =
      """
      SELECT asked.subject, p.analytics, p.personalization,
        max((SELECT max(CASE WHEN finished_at IS NULL OR requested_by NOT IN ('person', 'shopify')
                          THEN ? ELSE requested_at END)
             FROM erasure WHERE subject_hash = asked.hash)) AS erased_until
      FROM unnest(?, ?) AS asked (subject, hash)
        LEFT JOIN preferences p ON p.subject = asked.subject
      GROUP BY asked.subject, p.analytics, p.personalization
      """;

  private final Store store;
  private final UserService users;
  private final Tombstones tombstones;
  private final Clock clock;

  PreferencesService(Store store, UserService users, Tombstones tombstones, Clock clock) {
    this.store = store;
    this.users = users;
    this.tombstones = tombstones;
    this.clock = clock;
  }

  /** Preferences with the version that their ETag is made from. */
  record Versioned(Preferences preferences, long version) {
    String tag() {
      return "v" + version;
    }
  }

  Versioned find(String subject) {
    return store.jdbi().withHandle(handle -> find(handle, subject));
  }

  private static Versioned find(Handle handle, String subject) {
    return handle
        .attach(PreferencesDao.class)
        .find(subject)
        .map(row -> new Versioned(row.view(), row.version()))
        .orElse(new Versioned(Preferences.DEFAULT, 0));
  }

  /**
   * Stores a choice. The same choice again changes nothing.
   *
   * @throws pet.domain.DomainException {@code STALE} if they are not what the condition says
   */
  Versioned put(Caller caller, Preferences chosen, IfMatch condition) {
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              // Locks the profile, so that the second of two concurrent choices sees the first.
              users.lock(handle, caller);
              Versioned before = find(handle, caller.subject());
              condition.check(before.tag());
              return before.preferences().equals(chosen)
                  ? before
                  : put(handle, caller.subject(), chosen, before.version() + 1);
            });
  }

  private Versioned put(Handle handle, String subject, Preferences chosen, long version) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    handle.attach(PreferencesDao.class).put(PreferencesRow.of(subject, chosen, version, now));
    store.events().publish(handle, new UserUpdated(subject));
    return new Versioned(chosen, version);
  }

  /**
   * What each person allows, and whether their tokens were issued before an erasure.
   *
   * @throws pet.domain.InvalidInput if there can be no such person
   */
  List<Users.Choice> privacy(Set<String> userIds) {
    if (userIds == null) {
      throw new InvalidInput("userIds", "is required");
    }
    if (userIds.size() > Users.MOST) {
      throw new InvalidInput("userIds", "may be at most " + Users.MOST);
    }
    userIds.forEach(Person::checkUserId);
    Map<String, Users.Choice> chosen = store.jdbi().withHandle(handle -> chosen(handle, userIds));
    return userIds.stream().map(chosen::get).toList();
  }

  /** The builder asks this before each event. */
  private Map<String, Users.Choice> chosen(Handle handle, Set<String> userIds) {
    List<String> subjects = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (String userId : userIds) {
      for (byte[] hash : tombstones.hashes(userId)) {
        subjects.add(userId);
        hashes.add(hash);
      }
    }
    PlainSql sql = new PlainSql(handle);
    return sql
        .list(
            CHOSEN,
            PreferencesService::choice,
            Users.Choice.FOR_EVER,
            sql.column("text", subjects, subject -> subject),
            sql.column("bytea", hashes, hash -> hash))
        .stream()
        .collect(Collectors.toMap(Users.Choice::userId, choice -> choice));
  }

  private static Users.Choice choice(ResultSet row) throws SQLException {
    boolean analytics = row.getBoolean(2);
    Privacy privacy = row.wasNull() ? Privacy.DEFAULT : new Privacy(analytics, row.getBoolean(3));
    Timestamp erasedUntil = row.getTimestamp(4);
    return new Users.Choice(
        row.getString(1), privacy, erasedUntil == null ? null : erasedUntil.toInstant());
  }
}
