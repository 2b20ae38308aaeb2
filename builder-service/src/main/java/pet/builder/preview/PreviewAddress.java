package pet.builder.preview;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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

  /** The first makes addresses, all read them. */
  private final List<Keys> keys = new ArrayList<>();

  PreviewAddress(Encryption encryption) {
    List<byte[]> hash = encryption.macs(PURPOSE, "hash");
    List<byte[]> cipher = encryption.macs(PURPOSE, "cipher");
    for (int i = 0; i < hash.size(); i++) {
      keys.add(
          new Keys(
              new SecretKeySpec(hash.get(i), "HmacSHA256"),
              new SecretKeySpec(cipher.get(i), "AES")));
    }
  }

  private record Keys(SecretKeySpec hash, SecretKeySpec cipher) {}

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
    byte[] hash = hash(keys.get(0), plain);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, keys.get(0), hash, plain);
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

  /** The same; empty if it is none of ours. */
  Optional<Content> open(String address) {
    try {
      byte[] all = Base64.getUrlDecoder().decode(address);
      if (all.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] hash = Arrays.copyOf(all, HASH_BYTES);
      byte[] sealed = Arrays.copyOfRange(all, HASH_BYTES, all.length);
      for (Keys each : keys) {
        byte[] plain = crypt(Cipher.DECRYPT_MODE, each, hash, sealed);
        if (MessageDigest.isEqual(hash, hash(each, plain))) {
          return Optional.of(parse(new String(plain, StandardCharsets.UTF_8)));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | InvalidInput e) {
      return Optional.empty();
    }
  }

  private static byte[] write(Content content) {
    return (content.version() + SEPARATOR + text(content.config()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A config as one text: the same for all that look the same. */
  static String text(BuilderConfig config) {
    String text =
        String.join(SEPARATOR, config.size().name(), config.colorId(), config.hardwareId());
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
    return text;
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

  private static byte[] hash(Keys keys, byte[] plain) {
    try {
      Mac mac = Mac.getInstance(keys.hash().getAlgorithm());
      mac.init(keys.hash());
      return Arrays.copyOf(mac.doFinal(plain), HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] crypt(int mode, Keys keys, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, keys.cipher(), new IvParameterSpec(nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
