package pet.webhook;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;

/**
 * Records when each active secret last signed a delivery, on any process. An old secret may be
 * removed when it has not signed for longer than the source retries. Secrets are known by a keyed
 * fingerprint, so that one keeps its time when its position changes.
 */
final class SecretUse {

  private final Jdbi jdbi;
  private final Encryption encryption;
  private final WebhookMetrics metrics;
  private final Map<String, List<String>> fingerprints = new ConcurrentHashMap<>();

  /** The current fingerprint of each secret, by the fingerprints under older keys. */
  private final Map<String, String> renamed = new ConcurrentHashMap<>();

  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private final Map<String, Double> unusedSeconds = new ConcurrentHashMap<>();

  SecretUse(Jdbi jdbi, Encryption encryption, WebhookMetrics metrics) {
    this.jdbi = jdbi;
    this.encryption = encryption;
    this.metrics = metrics;
  }

  /** Watches a source's secrets, newest first. */
  void watch(String source, List<Secret> secrets) {
    List<String> of = secrets.stream().map(secret -> fingerprints(secret).get(0)).toList();
    fingerprints.put(source, of);
    for (Secret secret : secrets) {
      List<String> all = fingerprints(secret);
      all.stream()
          .skip(1)
          .forEach(older -> renamed.put(key(source, older), key(source, all.get(0))));
    }
    for (int i = 0; i < of.size(); i++) {
      String fingerprint = of.get(i);
      metrics.secretUnused(
          source, i, fingerprint, () -> unusedSeconds.getOrDefault(key(source, fingerprint), -1.0));
    }
  }

  private List<String> fingerprints(Secret secret) {
    return encryption.macs("webhook.secret", secret.value()).stream()
        .map(mac -> HexFormat.of().formatHex(mac, 0, 4))
        .toList();
  }

  private static String key(String source, String fingerprint) {
    return source + "/" + fingerprint;
  }

  /** Records that a secret has signed. */
  void matched(String source, int position) {
    metrics.secretMatched(source, position);
    Optional.ofNullable(fingerprints.get(source))
        .filter(of -> position < of.size())
        .ifPresent(of -> used.put(key(source, of.get(position)), Instant.now()));
  }

  /** Exchanges times with the other processes, through the database. */
  void exchange() {
    jdbi.useExtension(
        SecretUseDao.class,
        dao -> {
          Map.copyOf(used)
              .forEach(
                  (key, at) -> {
                    dao.used(key, at);
                    used.remove(key, at);
                  });
          renamed.forEach(dao::usedAsWell);
          dao.all().forEach(use -> unusedSeconds.put(use.secret(), use.unusedSeconds()));
        });
  }
}
