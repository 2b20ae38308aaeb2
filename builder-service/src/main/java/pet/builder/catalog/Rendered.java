package pet.builder.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.EntityTag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * An answer that is the same for everybody, written once.
 *
 * @param body JSON
 * @param tag of the content, so that two replicas agree
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Rendered(byte[] body, EntityTag tag) {

  /** Writes it. */
  public static Rendered of(Object view, ObjectMapper json) {
    try {
      byte[] body = json.writeValueAsBytes(view);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      return new Rendered(body, new EntityTag(tag));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
