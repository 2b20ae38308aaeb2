package pet.analytics.rollup;

import java.nio.charset.StandardCharsets;

/** Text as bytes, as keys and headers have it. */
final class Text {

  private Text() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
