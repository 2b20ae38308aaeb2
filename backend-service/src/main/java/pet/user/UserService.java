package pet.user;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import pet.domain.Caller;
import pet.domain.user.Login;
import pet.domain.user.UserCreated;
import pet.domain.user.UserDeleted;
import pet.domain.user.UserUpdated;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.http.IfMatch;
import pet.user.ProfileDao.ProfileRow;

/** Profiles, each created by its first request. */
final class UserService {

  private static final String PURPOSE = "users.email";
  private static final String NAME_PURPOSE = "users.display-name";

  /** The columns of addresses and names. */
  static final List<SealedColumns> COLUMNS =
      List.of(
          SealedColumns.of("profile", "subject")
              .cipher("email_cipher", PURPOSE)
              .hash(
                  "email_hash",
                  PURPOSE,
                  plain -> hashed(new String(plain, StandardCharsets.UTF_8))),
          SealedColumns.of("profile", "subject").cipher("display_name_cipher", NAME_PURPOSE));

  private final Store store;
  private final Encryption encryption;
  private final Tombstones tombstones;
  private final Clock clock;

  UserService(Store store, Encryption encryption, Clock clock) {
    this.store = store;
    this.encryption = encryption;
    this.tombstones = new Tombstones(encryption);
    this.clock = clock;
  }

  /** A profile with what its ETag is made from: its version, and the day, which is told, too. */
  record Versioned(Profile profile, long version) {
    String tag() {
      return "v" + version + "-" + LocalDate.ofInstant(profile.lastActiveAt(), ZoneOffset.UTC);
    }
  }

  /**
   * The caller's profile, created if there is none.
   *
   * @throws pet.domain.DomainException {@code UNAUTHENTICATED} if the token was issued before they
   *     were erased; so does whatever else creates a profile
   */
  Profile seen(Caller caller) {
    return read(caller).profile();
  }

  /** The same, with its version. */
  Versioned read(Caller caller) {
    return store.jdbi().inTransaction(handle -> view(seen(handle, caller)));
  }

  /**
   * Applies a change; values that are the same change nothing.
   *
   * @throws pet.domain.DomainException {@code STALE} if it is not what the condition says
   */
  Versioned change(Caller caller, ProfilePatch patch, IfMatch condition) {
    String displayName = patch.displayName();
    return store
        .jdbi()
        .inTransaction(
            handle -> {
              ProfileDao profiles = handle.attach(ProfileDao.class);
              // The condition is about the profile as it was before this request updated it.
              Optional<ProfileRow> read = profiles.lock(caller.subject()).flatMap(profiles::find);
              lock(handle, caller);
              Versioned before = view(profiles.find(caller.subject()).orElseThrow());
              condition.check(read.map(this::view).orElse(before).tag());
              if (displayName == null || displayName.equals(called(before.profile()))) {
                return before;
              }
              profiles.setDisplayName(caller.subject(), encryptName(displayName), now());
              store.events().publish(handle, new UserUpdated(caller.subject()));
              return view(profiles.find(caller.subject()).orElseThrow());
            });
  }

  private static String called(Profile profile) {
    return Objects.requireNonNullElse(profile.displayName(), "");
  }

  private byte[] encryptName(String displayName) {
    return displayName.isEmpty()
        ? null
        : encryption.encrypt(NAME_PURPOSE, displayName.getBytes(StandardCharsets.UTF_8));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Locks the caller's profile in this transaction, and creates it if there is none. */
  void lock(Handle handle, Caller caller) {
    seen(handle, caller);
    if (handle.attach(ProfileDao.class).lock(caller.subject()).isEmpty()) {
      throw Tombstones.gone();
    }
  }

  Optional<Profile> find(String subject) {
    return store
        .jdbi()
        .withExtension(ProfileDao.class, dao -> dao.find(subject))
        .map(row -> view(row).profile());
  }

  /** The logins that have this verified address. */
  List<String> subjectsOf(String email) {
    return store.jdbi().withExtension(ProfileDao.class, dao -> dao.subjectsOf(hashes(email)));
  }

  /** Erases the profile and what belongs to it, if there is one. */
  void erase(Handle handle, String subject) {
    if (handle.attach(ProfileDao.class).delete(subject) == 1) {
      store.events().publish(handle, new UserDeleted(subject));
    }
  }

  private ProfileRow seen(Handle handle, Caller caller) {
    tombstones.check(handle, caller);
    ProfileDao profiles = handle.attach(ProfileDao.class);
    Instant now = now();
    ProfileRow known = profiles.find(caller.subject()).orElse(null);
    if (known == null) {
      // An erasure may have begun since: it either comes first, or finds the profile that is
      // created here.
      Tombstones.lock(handle, caller.subject());
      tombstones.check(handle, caller);
      String email = caller.verifiedEmail();
      if (profiles.insert(caller.subject(), encrypt(email), hash(email), now) == 1) {
        store.events().publish(handle, new UserCreated(caller.subject()));
      }
    } else {
      refresh(handle, profiles, known, caller, now);
    }
    return profiles.find(caller.subject()).orElseThrow(Tombstones::gone);
  }

  /**
   * Applies a login provider's report about a person if it is newer than the last one.
   *
   * @return why it had no effect, or null
   */
  String apply(Login login) {
    return store.jdbi().inTransaction(handle -> apply(handle, login));
  }

  private String apply(Handle handle, Login login) {
    String subject = login.userId();
    Tombstones.lock(handle, subject);
    ProfileDao profiles = handle.attach(ProfileDao.class);
    Instant version = login.updatedAt().truncatedTo(ChronoUnit.MICROS);
    byte[] hash = hash(login.email());
    ProfileRow known = profiles.find(subject).orElse(null);
    if (known == null) {
      // A person who erased themselves comes back only by logging in.
      if (tombstones.bars(handle, subject, null)) {
        return "the person is erased";
      }
      profiles.insert(subject, encrypt(login.email()), hash, now());
      profiles.setToldVersion(subject, version);
      store.events().publish(handle, new UserCreated(subject));
      return null;
    }
    if (tombstones.bars(handle, subject, version)) {
      return "the person is erased";
    }
    if (known.toldVersion() != null && version.isBefore(known.toldVersion())) {
      return "older than what was told before";
    }
    profiles.setToldVersion(subject, version);
    if (profiles.setToldEmail(subject, encrypt(login.email()), hash, hashes(login.email())) == 1) {
      store.events().publish(handle, new UserUpdated(subject));
    }
    return null;
  }

  private void refresh(
      Handle handle, ProfileDao profiles, ProfileRow known, Caller caller, Instant now) {
    String email = known.isNewerThan(caller.issuedAt()) ? null : caller.verifiedEmail();
    if (email != null && !encryption.isHash(known.emailHash(), PURPOSE, hashed(email))) {
      if (profiles.setEmail(caller.subject(), encrypt(email), hash(email), hashes(email), now)
          == 1) {
        store.events().publish(handle, new UserUpdated(caller.subject()));
      }
    } else if (day(known.lastActiveAt()).isBefore(day(now))) {
      profiles.touch(caller.subject(), now);
    }
  }

  /**
   * Only the day: if each request changed it, the ETag would change too, and each read would write.
   */
  private static Instant day(Instant time) {
    return time.truncatedTo(ChronoUnit.DAYS);
  }

  private Versioned view(ProfileRow row) {
    Profile profile =
        new Profile(
            row.subject(),
            decrypt(PURPOSE, row.emailCipher()),
            decrypt(NAME_PURPOSE, row.displayNameCipher()),
            row.createdAt(),
            day(row.lastActiveAt()));
    return new Versioned(profile, row.version());
  }

  private String decrypt(String purpose, byte[] cipher) {
    return cipher == null
        ? null
        : new String(encryption.decrypt(purpose, cipher), StandardCharsets.UTF_8);
  }

  private byte[] encrypt(String email) {
    return email == null
        ? null
        : encryption.encrypt(PURPOSE, email.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] hash(String email) {
    return email == null ? null : encryption.hash(PURPOSE, hashed(email));
  }

  private List<byte[]> hashes(String email) {
    return email == null ? List.of() : encryption.hashes(PURPOSE, hashed(email));
  }

  private static String hashed(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }
}
