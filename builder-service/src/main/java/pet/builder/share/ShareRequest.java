package pet.builder.share;

import java.time.Instant;

/**
 * A link that is wanted.
 *
 * @param expiresAt when it ends by itself; null for never
 */
record ShareRequest(Instant expiresAt) {

  static final ShareRequest FOR_EVER = new ShareRequest(null);
}
