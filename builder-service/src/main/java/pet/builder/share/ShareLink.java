package pet.builder.share;

import java.time.Instant;

/**
 * A way to a design for anybody, as its owner reads it.
 *
 * @param url a path of this store
 * @param expiresAt when it ends by itself; null for never
 * @param endedAt since when it leads nowhere, because it was revoked or has expired; null while it
 *     is in force
 * @param viewCount how often the design was read by a link, over all of its links
 */
record ShareLink(ShareToken token, String url, Instant expiresAt, Instant endedAt, long viewCount) {

  static ShareLink of(ShareDao.Share share, long views) {
    ShareToken token = new ShareToken(share.token());
    return new ShareLink(
        token, "/api/designs/shared/" + token.value(), share.expiresAt(), share.endedAt(), views);
  }
}
