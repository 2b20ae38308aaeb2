package pet.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Profiles. */
interface ProfileDao {

  /** Returns 0 where the person is known already: of two first sights at once, one is first. */
  @SqlUpdate(
      """
      INSERT INTO profile (subject, email_cipher, email_hash, created_at, last_active_at)
      VALUES (:subject, :emailCipher, :emailHash, :now, :now)
      ON CONFLICT (subject) DO NOTHING
      """)
  int insert(String subject, byte[] emailCipher, byte[] emailHash, Instant now);

  @SqlQuery(
      """
      SELECT subject, email_cipher, email_hash, display_name_cipher, version, created_at,
             last_active_at, told_version
      FROM profile WHERE subject = :subject
      """)
  @RegisterConstructorMapper(ProfileRow.class)
  Optional<ProfileRow> find(String subject);

  @SqlQuery("SELECT subject FROM profile WHERE email_hash IN (<emailHashes>) ORDER BY subject")
  List<String> subjectsOf(@BindList List<byte[]> emailHashes);

  @SqlQuery("SELECT subject FROM profile WHERE subject = :subject FOR UPDATE")
  Optional<String> lock(String subject);

  /** With the preferences. */
  @SqlUpdate("DELETE FROM profile WHERE subject = :subject")
  int delete(String subject);

  @SqlUpdate("UPDATE profile SET last_active_at = :now WHERE subject = :subject")
  void touch(String subject, Instant now);

  /**
   * Returns 0 where it is that address already: of two requests with a new one, one changes it.
   *
   * @param known the hashes by which it would be that address already
   */
  @SqlUpdate(
      """
      UPDATE profile
      SET email_cipher = :emailCipher, email_hash = :emailHash, version = version + 1,
          last_active_at = :now
      WHERE subject = :subject AND (email_hash IS NULL OR email_hash NOT IN (<known>))
      """)
  int setEmail(
      String subject,
      byte[] emailCipher,
      byte[] emailHash,
      @BindList List<byte[]> known,
      Instant now);

  @SqlUpdate("UPDATE profile SET told_version = :version WHERE subject = :subject")
  void setToldVersion(String subject, Instant version);

  /** The same; none may be told, too. */
  @SqlUpdate(
      """
      UPDATE profile
      SET email_cipher = :emailCipher, email_hash = :emailHash, version = version + 1
      WHERE subject = :subject
        AND CASE WHEN email_hash IS NULL THEN CAST(:emailHash AS bytea) IS NOT NULL
                 ELSE (email_hash IN (<known>)) IS NOT TRUE END
      """)
  int setToldEmail(
      String subject,
      byte[] emailCipher,
      byte[] emailHash,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) List<byte[]> known);

  @SqlUpdate(
      """
      UPDATE profile
      SET display_name_cipher = :displayNameCipher, version = version + 1, last_active_at = :now
      WHERE subject = :subject
      """)
  void setDisplayName(String subject, byte[] displayNameCipher, Instant now);

  /** A row of {@code profile}. */
  @SuppressWarnings("ArrayRecordComponent") // bytes of columns, compared by nobody
  record ProfileRow(
      String subject,
      byte[] emailCipher,
      byte[] emailHash,
      byte[] displayNameCipher,
      long version,
      Instant createdAt,
      Instant lastActiveAt,
      Instant toldVersion) {

    /** Whether the provider told more than a token of that time knows; null: of no known time. */
    boolean isNewerThan(Instant tokenMade) {
      return toldVersion != null && (tokenMade == null || tokenMade.isBefore(toldVersion));
    }
  }
}
