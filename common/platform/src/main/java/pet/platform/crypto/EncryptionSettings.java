package pet.platform.crypto;

import java.util.List;
import java.util.Optional;
import pet.platform.Secret;

/**
 * The keys under which people's data rests.
 *
 * @param key 32 bytes in Base64, with a version in front, such as {@code 2:…}; one without is
 *     version 1. Several are separated by commas: the first writes, all read. Development alone has
 *     a default
 */
public record EncryptionSettings(Secret key) {

  /** What development uses; production refuses it. */
  public static final String DEVELOPMENT_KEY = "ZGV2LW9ubHkta2V5LWRldi1vbmx5LWtleS1kZXYtb24=";

  // A random key has some thirty different bytes.
  private static final int LEAST_VARIETY = 16;

  public EncryptionSettings {
    key = Optional.ofNullable(key).filter(k -> !k.isBlank()).orElse(new Secret(DEVELOPMENT_KEY));
  }

  List<EncryptionKey> keys() {
    return EncryptionKey.read(key.value());
  }

  /** Whether one of the keys is development's. */
  public boolean believesDevelopment() {
    return key.value().contains(DEVELOPMENT_KEY);
  }

  /** Whether a key is none that chance made. */
  public boolean isWeak() {
    try {
      return keys().stream().anyMatch(read -> read.variety() < LEAST_VARIETY);
    } catch (IllegalArgumentException e) {
      // It is none at all: who reads it says so.
      return false;
    }
  }
}
