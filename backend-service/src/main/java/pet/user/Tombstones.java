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
 * Who was erased, by a keyed hash. A token from before an erasure revives nobody, nor does any
 * token of whom the login provider deleted; who erased themselves and logs in anew is somebody new.
 */
final class Tombstones {

  private static final String PURPOSE = "users.tombstone";

  /** As of before a digest lay beside the hash: these cannot be made anew under another key. */
  private static final String WITHOUT_DIGEST = "users.erasure";

  /** Where they lie. */
  static final SealedColumns COLUMNS =
      SealedDigests.columns("erasure", "id", "subject_cipher", "subject_hash", PURPOSE)
          .versionedBy("coalesce(get_byte(subject_cipher, 0), 1)");

  private final Encryption encryption;
  private final SealedDigests digests;

  Tombstones(Encryption encryption) {
    this.encryption = encryption;
    this.digests = new SealedDigests(encryption, PURPOSE);
  }

  /** As which somebody is kept from now on. */
  byte[] hash(String subject) {
    return digests.hash(subject);
  }

  /** From which that is made anew under another key. */
  byte[] seal(String subject) {
    return digests.seal(subject);
  }

  /** As which somebody may be kept. */
  List<byte[]> hashes(String subject) {
    List<byte[]> hashes = new ArrayList<>(digests.hashes(subject));
    hashes.addAll(encryption.hashes(WITHOUT_DIGEST, subject));
    return hashes;
  }

  /** Until the transaction ends nobody else begins or ends this person's life here. */
  static void lock(Handle handle, String subject) {
    handle
        .createQuery(
            "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('user:' || :subject, 0))")
        .bind("subject", subject)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Lets in who was not erased, or came back since.
   *
   * @throws DomainException {@code UNAUTHENTICATED}
   */
  void check(Handle handle, Caller caller) {
    if (bars(handle, caller.subject(), caller.issuedAt())) {
      throw gone();
    }
  }

  /** What a token hears whose user is erased. */
  static DomainException gone() {
    return new DomainException(
        ProblemCode.UNAUTHENTICATED, "The token's user is erased. Log in anew.");
  }

  /**
   * Whether what was made at that time tells of somebody who is erased.
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
