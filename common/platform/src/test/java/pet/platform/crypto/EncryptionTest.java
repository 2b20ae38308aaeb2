package pet.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.Secret;

class EncryptionTest {

  private static final String FIRST = "b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=";
  private static final String SECOND = "YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";
  private static final String PURPOSE = "orders.email";
  private static final String EMAIL = "ann@example.com";

  private static Encryption with(String keys) {
    return new Encryption(new EncryptionSettings(new Secret(keys)));
  }

  private static String read(Encryption encryption, byte[] sealed) {
    return new String(encryption.decrypt(PURPOSE, sealed), UTF_8);
  }

  private static byte[] write(Encryption encryption) {
    return encryption.encrypt(PURPOSE, EMAIL.getBytes(UTF_8));
  }

  /** Both made by openssl's and the JDK's own means, as before there were versions. */
  @Test
  void aKeyWithoutAVersionReadsAndFindsWhatIsThere() {
    Encryption encryption = new Encryption(new EncryptionSettings(null));

    assertThat(
            read(
                encryption,
                HexFormat.of()
                    .parseHex(
                        "013132333435363738393031329ce68f888e69b4a2a10cd25b7ddec3d4092b03f22e903fd7eb0c33e8f31ef6")))
        .isEqualTo("Ann@example.com");
    assertThat(HexFormat.of().formatHex(encryption.hash(PURPOSE, EMAIL)))
        .isEqualTo("59b7ff764ba001a982ce5f7f3c6fdaef765caf7e15429a4a053650bd02b4862d");
  }

  @Test
  void theFirstKeyWritesAndAllRead() {
    Encryption before = with(FIRST);
    Encryption reads = with("1:" + FIRST + ", 2:" + SECOND);
    Encryption writes = with("2:" + SECOND + ",1:" + FIRST);

    assertThat(write(reads)[0]).isEqualTo((byte) 1);
    assertThat(write(writes)[0]).isEqualTo((byte) 2);
    assertThat(read(reads, write(writes))).isEqualTo(EMAIL);
    assertThat(read(writes, write(reads))).isEqualTo(EMAIL);
    assertThat(read(writes, write(before))).isEqualTo(EMAIL);
    assertThat(read(with("2:" + SECOND), write(writes))).isEqualTo(EMAIL);
  }

  @Test
  void aHashTellsItsKeyAndIsFoundByAll() {
    Encryption reads = with(FIRST + ",2:" + SECOND);
    Encryption writes = with("2:" + SECOND + "," + FIRST);

    assertThat(reads.hash(PURPOSE, EMAIL)).hasSize(32).isEqualTo(with(FIRST).hash(PURPOSE, EMAIL));
    assertThat(writes.hash(PURPOSE, EMAIL)).hasSize(33).startsWith(2);
    assertThat(reads.hashes(PURPOSE, EMAIL))
        .containsExactly(reads.hash(PURPOSE, EMAIL), writes.hash(PURPOSE, EMAIL));
    assertThat(writes.hashes(PURPOSE, EMAIL))
        .containsExactly(writes.hash(PURPOSE, EMAIL), reads.hash(PURPOSE, EMAIL));
    assertThat(reads.isHash(writes.hash(PURPOSE, EMAIL), PURPOSE, EMAIL)).isTrue();
    assertThat(reads.isHash(writes.hash(PURPOSE, EMAIL), PURPOSE, "eve@example.com")).isFalse();
    assertThat(reads.isHash(null, PURPOSE, EMAIL)).isFalse();
    assertThat(reads.hash("other", EMAIL)).isNotEqualTo(reads.hash(PURPOSE, EMAIL));
  }

  @Test
  void whatIsUnderAKeyThatIsMissingSaysWhich() {
    byte[] sealed = write(with("7:" + SECOND));

    assertThatExceptionOfType(MissingKeyException.class)
        .isThrownBy(() -> with(FIRST).decrypt(PURPOSE, sealed))
        .satisfies(e -> assertThat(e.version()).isEqualTo(7));
    assertThatIllegalStateException()
        .as("another key of the same version")
        .isThrownBy(() -> with("7:" + FIRST).decrypt(PURPOSE, sealed));
    assertThatIllegalStateException()
        .as("of another column")
        .isThrownBy(() -> with("7:" + SECOND).decrypt("users.email", sealed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        FIRST + "," + FIRST,
        FIRST + ",1:" + SECOND,
        "0:" + FIRST,
        "128:" + FIRST,
        "-1:" + FIRST,
        "two:" + FIRST,
        ":" + FIRST,
        "2:" + FIRST + ",",
        "2:" + FIRST + ",3:" + FIRST + FIRST,
        "2:b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU!"
      })
  void whatHoldsNoKeysIsRefusedWithoutQuotingIt(String keys) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(keys))
        .withMessageContaining("setting encryption.key (PET_ENCRYPTION_KEY)")
        .withMessageNotContainingAny("b25l", "b3Ro", "YW5v", "two", "short")
        .withNoCause();
  }

  @Test
  void developmentsKeyIsKnownUnderAnyVersion() {
    for (String keys :
        List.of(
            EncryptionSettings.DEVELOPMENT_KEY,
            "2:" + FIRST + ",1:" + EncryptionSettings.DEVELOPMENT_KEY,
            "3:" + EncryptionSettings.DEVELOPMENT_KEY)) {
      assertThat(new EncryptionSettings(new Secret(keys)).believesDevelopment()).isTrue();
    }
    assertThat(new EncryptionSettings(new Secret(FIRST)).believesDevelopment()).isFalse();
    assertThat(new EncryptionSettings(null).toString())
        .doesNotContain(EncryptionSettings.DEVELOPMENT_KEY);
  }
}
