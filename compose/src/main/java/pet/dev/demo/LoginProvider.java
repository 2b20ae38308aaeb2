package pet.dev.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Tells of people as Clerk does, out of order: that they came, with which address, that it changed,
 * that they are gone. A deletion is followed by an update that comes late.
 */
final class LoginProvider {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WITHIN_MILLIS = 2500;

  /**
   * What the store has to say of somebody in the end.
   *
   * @param email of the newest version; null if they are deleted
   * @param newest the delivery that tells the newest version, or that they are deleted
   */
  record Expected(String email, String newest) {
    boolean isDeleted() {
      return email == null;
    }
  }

  private final RetryingSender sender;
  private final Random random;
  private final String first;
  private final Map<String, Expected> people = new LinkedHashMap<>();
  private volatile String staying;

  LoginProvider(RetryingSender sender, Random random, Instant start) {
    this.sender = sender;
    this.random = random;
    this.first = Long.toString(start.toEpochMilli(), 36);
  }

  /** Somebody comes, and all that becomes of them. */
  void signUp() {
    String id = "user_" + first + people.size();
    Instant since = Instant.now().minusSeconds(90);
    int versions = random.nextInt(1, 4);
    List<Delivery> told = new ArrayList<>();
    for (int version = 0; version < versions; version++) {
      String type = version == 0 ? "user.created" : "user.updated";
      told.add(delivery(user(type, id, email(id, version), since.plusSeconds(version))));
    }
    Delivery newest = told.get(versions - 1);
    boolean deleted = random.nextInt(3) == 0;
    if (deleted) {
      newest = delivery(deletion(id));
      told.add(newest);
      Instant late = since.plusSeconds(versions);
      sender.plan(
          delivery(user("user.updated", id, email(id, versions), late)),
          WITHIN_MILLIS,
          2 * WITHIN_MILLIS);
    }
    told.forEach(delivery -> sender.plan(delivery, 0, WITHIN_MILLIS));
    people.put(id, new Expected(deleted ? null : email(id, versions - 1), newest.id()));
    if (!deleted) {
      staying = id;
    }
  }

  private static String email(String id, int version) {
    return id + "-" + version + "@example.net";
  }

  private static Delivery delivery(ObjectNode event) {
    return Delivery.ofClerk("msg_" + UUID.randomUUID(), event);
  }

  private static ObjectNode user(String type, String id, String email, Instant version) {
    ObjectNode event = JSON.createObjectNode().put("type", type).put("object", "event");
    ObjectNode user = event.putObject("data").put("id", id).put("object", "user");
    user.put("updated_at", version.toEpochMilli()).put("primary_email_address_id", "idn_" + id);
    ObjectNode address = user.putArray("email_addresses").addObject();
    address.put("id", "idn_" + id).put("email_address", email);
    address.putObject("verification").put("status", "verified");
    return event;
  }

  /** It says no more than that. */
  static ObjectNode deletion(String id) {
    ObjectNode event = JSON.createObjectNode().put("type", "user.deleted").put("object", "event");
    event.putObject("data").put("id", id).put("object", "user").put("deleted", true);
    return event;
  }

  RetryingSender sender() {
    return sender;
  }

  /** What there has to be of everybody, by their ids. */
  Map<String, Expected> people() {
    return people;
  }

  /** The last one who is not deleted, or null. */
  String staying() {
    return staying;
  }
}
