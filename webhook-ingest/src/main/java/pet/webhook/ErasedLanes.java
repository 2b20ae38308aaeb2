package pet.webhook;

import java.util.List;
import org.jdbi.v3.core.Handle;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.crypto.SealedDigests;

/**
 * Lanes whose deliveries are erased once they are processed, stored as hashes because a lane may
 * name a person.
 */
final class ErasedLanes {

  private static final String PURPOSE = "webhook.erased-lane";

  /** The columns of lanes. Rows from before key rotation have the digest alone. */
  static final SealedColumns COLUMNS =
      SealedDigests.columns("erased_lane", "id", "lane_cipher", "lane_hash", PURPOSE)
          .versionedBy("coalesce(get_byte(lane_cipher, 0), 0)");

  private final SealedDigests digests;

  ErasedLanes(Encryption encryption) {
    digests = new SealedDigests(encryption, PURPOSE);
  }

  /** The hashes under which a lane may be stored. */
  List<byte[]> hashes(String lane) {
    return digests.hashes(lane);
  }

  /** Marks lanes: from now on their deliveries are erased once they are processed. */
  void mark(Handle handle, List<String> lanes) {
    PersonalDeliveryDao dao = handle.attach(PersonalDeliveryDao.class);
    for (String lane : lanes) {
      dao.mark(digests.hash(lane), digests.seal(lane), digests.hashes(lane));
    }
  }
}
