package pet.webhook;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;
import pet.platform.crypto.SealedDigests;

/** Stores the people that deliveries name, as keyed hashes, for as long as the bodies are kept. */
final class DeliveryPeople {

  private static final String PURPOSE = "webhook.person";

  /** The columns of names. */
  static final SealedColumns COLUMNS =
      SealedDigests.columns("delivery_person", "id", "person_cipher", "person_hash", PURPOSE);

  private static final String INSERT =
      """
      INSERT INTO delivery_person (delivery_id, person_hash, person_cipher, is_customer, is_email)
      VALUES (:id, :hash, :cipher, :customer, :email)
      """;

  private final SealedDigests digests;

  DeliveryPeople(Encryption encryption) {
    digests = new SealedDigests(encryption, PURPOSE);
  }

  /** The hashes under which these names may be stored. */
  List<byte[]> hashes(Collection<String> names) {
    return names.stream().map(digests::hashes).flatMap(List::stream).toList();
  }

  /**
   * Stores the names of new deliveries. Most have none: they are found by the lane of their order.
   */
  void insert(Handle handle, List<NewDelivery> deliveries) {
    if (deliveries.stream().allMatch(delivery -> delivery.people().isEmpty())) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(INSERT)) {
      deliveries.forEach(
          delivery -> delivery.people().forEach(name -> add(batch, delivery.id(), name)));
      batch.execute();
    }
  }

  private void add(PreparedBatch batch, UUID delivery, String name) {
    batch
        .bind("id", delivery)
        .bind("hash", digests.hash(name))
        .bind("cipher", digests.seal(name))
        .bind("customer", NamedPeople.isCustomer(name))
        .bind("email", NamedPeople.isEmail(name))
        .add();
  }
}
