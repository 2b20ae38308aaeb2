package pet.user;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of profiles. */
interface ProfileDao {

  /** Returns 0 if the profile exists already: of two concurrent requests one creates it. */
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

  /** Deletes the profile and the preferences. */
  @SqlUpdate("DELETE FROM profile WHERE subject = :subject")
  int delete(String subject);

  @SqlUpdate("UPDATE profile SET last_active_at = :now WHERE subject = :subject")
  void touch(String subject, Instant now);

  /**
   * Returns 0 if it has that address already: of two concurrent requests one changes it.
   *
   * @param known the hashes of the address under each key
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

  /** The same for the login provider's address, which may be none. */
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

    /**
     * Whether the login provider's version is newer than a token of that time; null for an unknown
     * time.
     */
    boolean isNewerThan(Instant tokenMade) {
      return toldVersion != null && (tokenMade == null || tokenMade.isBefore(toldVersion));
    }
  }
}
