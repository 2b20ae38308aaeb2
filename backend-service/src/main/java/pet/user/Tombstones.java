package pet.user;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.crypto.SealedDigests;

/**
 * Knows erased people by a keyed hash. A token from before the erasure does not create a profile
 * again, nor does any token of a person whom the login provider deleted. A person who erased
 * themselves and logs in again gets a new profile.
 */
final class Tombstones {

  private static final String PURPOSE = "users.tombstone";

  /**
   * The purpose of older hashes without a digest beside them: they cannot be renewed under another
   * key.
   */
  private static final String WITHOUT_DIGEST = "users.erasure";

  /** The columns of hashes and digests. */
  static final SealedColumns COLUMNS =
      SealedDigests.columns("erasure", "id", "subject_cipher", "subject_hash", PURPOSE)
          .versionedBy("coalesce(get_byte(subject_cipher, 0), 1)");

  private final Encryption encryption;
  private final SealedDigests digests;

  Tombstones(Encryption encryption) {
    this.encryption = encryption;
    this.digests = new SealedDigests(encryption, PURPOSE);
  }

  /** The hash of a person, under the key that writes. */
  byte[] hash(String subject) {
    return digests.hash(subject);
  }

  /** The encrypted digest from which the hash is renewed under another key. */
  byte[] seal(String subject) {
    return digests.seal(subject);
  }

  /** All hashes under which a person may be stored. */
  List<byte[]> hashes(String subject) {
    List<byte[]> hashes = new ArrayList<>(digests.hashes(subject));
    hashes.addAll(encryption.hashes(WITHOUT_DIGEST, subject));
    return hashes;
  }

  /**
   * Locks a person until the transaction ends, so that a profile is not created while it is erased.
   */
  static void lock(Handle handle, String subject) {
    handle
        .createQuery(
            "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('user:' || :subject, 0))")
        .bind("subject", subject)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Checks that the caller was not erased, or has come back since.
   *
   * @throws DomainException {@code UNAUTHENTICATED}
   */
  void check(Handle handle, Caller caller) {
    if (bars(handle, caller.subject(), caller.issuedAt())) {
      throw gone();
    }
  }

  /** The error for a token whose user is erased. */
  static DomainException gone() {
    return new DomainException(
        ProblemCode.UNAUTHENTICATED, "The token's user is erased. Log in anew.");
  }

  /**
   * Whether the person is erased as far as a token, or a report, of that time goes.
   *
   * @param madeAt null if it is not known
   */
  boolean bars(Handle handle, String subject, Instant madeAt) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
              SELECT FROM erasure
              WHERE subject_hash IN (<hashes>)
                AND (finished_at IS NULL OR requested_by NOT IN ('person', 'shopify')
                     OR requested_at >= coalesce(:madeAt, '-infinity'::timestamptz)))
            """)
        .bindList("hashes", hashes(subject))
        .bind("madeAt", madeAt == null ? null : Timestamp.from(madeAt))
        .mapTo(Boolean.class)
        .one();
  }
}
