package pet.builder;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Share links. */
interface ShareDao {

  /**
   * Whether it is now the design's link; another one in force stays. Waits for who shares the same
   * design at the same time, and then sees that one's.
   */
  @SqlUpdate(
      """
      INSERT INTO share (token, design_id, created_at)
      VALUES (:token, :designId, :createdAt)
      ON CONFLICT (design_id) WHERE revoked_at IS NULL DO NOTHING
      """)
  boolean insert(String token, UUID designId, Instant createdAt);

  @SqlQuery("SELECT token FROM share WHERE design_id = :designId AND revoked_at IS NULL")
  Optional<String> findActive(UUID designId);

  @SqlQuery("SELECT design_id FROM share WHERE token = :token AND revoked_at IS NULL")
  Optional<UUID> findDesign(String token);
}
