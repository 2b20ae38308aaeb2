package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.Catalog;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;
import pet.platform.Secret;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;

class PreviewAddressTest {

  private static final String OTHER_KEY =
      Base64.getEncoder()
          .encodeToString("another key, of 32 bytes, as all".getBytes(StandardCharsets.US_ASCII));

  private final PreviewAddress address = address(null);

  static PreviewAddress address(String key) {
    return new PreviewAddress(
        new Encryption(new EncryptionSettings(key == null ? null : new Secret(key))));
  }

  private static BuilderConfig config(String text) {
    return new BuilderConfig(
        HarnessSize.M,
        "ocean",
        "gold",
        new Personalization(text, Font.SCRIPT, Position.SIDE, "#FFFFFF"));
  }

  @Test
  void leadsBackToEveryConfigAndToNoOther() {
    List<BuilderConfig> configs = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      for (var color : Catalog.colors()) {
        for (var hardware : Catalog.hardware()) {
          configs.add(new BuilderConfig(size, color.id(), hardware.id(), null));
        }
      }
    }
    for (Font font : Font.values()) {
      for (Position position : Position.values()) {
        for (String text : List.of("REX", "W".repeat(20), "Żółć & Ζωή ♥", " ,")) {
          configs.add(
              new BuilderConfig(
                  HarnessSize.S,
                  "ocean",
                  "gold",
                  new Personalization(text, font, position, "#A1b2C3")));
        }
      }
    }

    List<String> addresses = configs.stream().map(address::of).toList();

    assertThat(addresses).doesNotHaveDuplicates().allMatch(hash -> hash.matches("[A-Za-z0-9_-]+"));
    assertThat(addresses.stream().map(hash -> address.read(hash).config())).isEqualTo(configs);
    assertThat(configs.stream().map(address(null)::of)).isEqualTo(addresses);
  }

  @Test
  void aTextDoesNotStandInIt() {
    String hash = address.of(config("Dr. Barkley"));

    byte[] bytes = Base64.getUrlDecoder().decode(hash);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("Bark");
    assertThat(hash).doesNotContain("Bark");
  }

  @Test
  void nobodyElseCanMakeOneUp() {
    String hash = address.of(config("REX"));

    for (int i = 0; i < hash.length(); i++) {
      char other = hash.charAt(i) == 'A' ? 'Q' : 'A';
      assertUnknown(hash.substring(0, i) + other + hash.substring(i + 1));
    }
    for (String strange : List.of("", "A", "AAAA", hash + "A", hash.substring(4), "a-b_c", "é")) {
      assertUnknown(strange);
    }
    assertUnknown(address(OTHER_KEY).of(config("REX")));
  }

  private void assertUnknown(String hash) {
    assertThatThrownBy(() -> address.read(hash))
        .as(hash)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  @Test
  void changesWithTheDrawing() {
    BuilderConfig config = config("REX");
    String old = address.of(new PreviewAddress.Content(HarnessDrawing.VERSION - 1, config));

    assertThat(old).isNotEqualTo(address.of(config));
    assertThat(address.read(old).config()).isEqualTo(config);
    assertThat(address.read(old).current()).isFalse();
    assertThat(address.read(address.of(config)).current()).isTrue();
  }
}
