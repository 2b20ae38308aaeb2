package pet.platform.crypto;

import java.util.Optional;
import pet.platform.Secret;

/**
 * The key under which people's data rests.
 *
 * @param key 32 bytes in Base64; development alone has a default
 */
public record EncryptionSettings(Secret key) {

  /** What development uses; production refuses it. */
  public static final String DEVELOPMENT_KEY = "ZGV2LW9ubHkta2V5LWRldi1vbmx5LWtleS1kZXYtb24=";

  public EncryptionSettings {
    key = Optional.ofNullable(key).filter(k -> !k.isBlank()).orElse(new Secret(DEVELOPMENT_KEY));
  }
}
