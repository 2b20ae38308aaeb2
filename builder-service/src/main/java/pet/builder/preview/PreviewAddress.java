package pet.builder.preview;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.platform.crypto.Encryption;

/**
 * The hash under which a preview is found: a keyed hash of the drawing's version and the config,
 * and behind it the two of them, encrypted with that hash as the nonce (a synthetic one, as in RFC
 * 5297). So the same config has the same address everywhere, any replica can draw what an address
 * stands for without having stored anything, nobody else can make one up, and a text does not stand
 * in logs and histories.
 */
final class PreviewAddress {

  private static final int HASH_BYTES = 16;
  private static final String PURPOSE = "builder.preview";
  private static final String SEPARATOR = "\n";

  private final SecretKeySpec hashKey;
  private final SecretKeySpec cipherKey;

  PreviewAddress(Encryption encryption) {
    hashKey = new SecretKeySpec(encryption.hash(PURPOSE, "hash"), "HmacSHA256");
    cipherKey = new SecretKeySpec(encryption.hash(PURPOSE, "cipher"), "AES");
  }

  /**
   * What an address stands for.
   *
   * @param version of the drawing that it was given out for
   */
  record Content(int version, BuilderConfig config) {

    boolean current() {
      return version == HarnessDrawing.VERSION;
    }
  }

  /** The hash of a config as it is drawn now. */
  String of(BuilderConfig config) {
    return of(new Content(HarnessDrawing.VERSION, config));
  }

  String of(Content content) {
    byte[] plain = write(content);
    byte[] hash = hash(plain);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, hash, plain);
    byte[] all = ByteBuffer.allocate(hash.length + sealed.length).put(hash).put(sealed).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * What a hash of ours stands for.
   *
   * @throws DomainException {@code NOT_FOUND} if it is none of ours, or of what is not sold any
   *     more
   */
  Content read(String address) {
    return open(address).orElseThrow(() -> DomainException.notFound("preview"));
  }

  private Optional<Content> open(String address) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(address);
      if (all.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] hash = Arrays.copyOf(all, HASH_BYTES);
      byte[] sealed = Arrays.copyOfRange(all, HASH_BYTES, all.length);
      byte[] plain = crypt(Cipher.DECRYPT_MODE, hash, sealed);
      return MessageDigest.isEqual(hash, hash(plain))
          ? Optional.of(parse(new String(plain, StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (IllegalArgumentException | InvalidInput e) {
      return Optional.empty();
    }
  }

  private static byte[] write(Content content) {
    BuilderConfig config = content.config();
    String text =
        String.join(
            SEPARATOR,
            Integer.toString(content.version()),
            config.size().name(),
            config.colorId(),
            config.hardwareId());
    Personalization personalization = config.personalization();
    if (personalization != null) {
      text =
          String.join(
              SEPARATOR,
              text,
              personalization.font().name().toLowerCase(Locale.ROOT),
              personalization.position().name().toLowerCase(Locale.ROOT),
              personalization.threadColor(),
              personalization.text());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Content parse(String text) {
    String[] parts = text.split(SEPARATOR, 8);
    Personalization personalization =
        parts.length < 8
            ? null
            : new Personalization(
                parts[7],
                Personalization.Font.valueOf(parts[4].toUpperCase(Locale.ROOT)),
                Personalization.Position.valueOf(parts[5].toUpperCase(Locale.ROOT)),
                parts[6]);
    return new Content(
        Integer.parseInt(parts[0]),
        new BuilderConfig(HarnessSize.valueOf(parts[1]), parts[2], parts[3], personalization));
  }

  private byte[] hash(byte[] plain) {
    try {
      Mac mac = Mac.getInstance(hashKey.getAlgorithm());
      mac.init(hashKey);
      return Arrays.copyOf(mac.doFinal(plain), HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] crypt(int mode, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, cipherKey, new IvParameterSpec(nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
