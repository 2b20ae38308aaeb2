package pet.builder.share;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import java.time.Instant;

/** A link that is wanted. */
// No record, for a record cannot tell what is left out from a null.
final class ShareRequest {

  /** Without a body: a link, whenever it ends. */
  static final ShareRequest PLAIN = new ShareRequest();

  /** How one is told apart, under an Idempotency-Key, from one that leaves the end as it is. */
  private static final String ENDLESS = "without an end";

  /**
   * When it ends by itself; null for never. Left out, the link in force keeps its end, and a new
   * one has none.
   */
  @JsonProperty private Instant expiresAt;

  private boolean tellsEnd;

  private ShareRequest() {}

  @JsonSetter("expiresAt")
  private void tellEnd(Instant end) {
    expiresAt = end;
    tellsEnd = true;
  }

  /** Null for never, and if nothing is said of it. */
  Instant expiresAt() {
    return expiresAt;
  }

  /** Whether the link in force gets that end, too. */
  boolean tellsEnd() {
    return tellsEnd;
  }

  /** What makes it another request than one with the same key. */
  Object identity() {
    return tellsEnd && expiresAt == null ? ENDLESS : this;
  }
}
