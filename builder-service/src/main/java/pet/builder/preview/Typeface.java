package pet.builder.preview;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import pet.domain.builder.Personalization.Font;

/**
 * The outlines of a font's letters, in thousandths of its size; {@code scripts/glyphs} wrote them.
 */
final class Typeface {

  /** A letter: how far it moves the next one, and its outline as relative SVG path data. */
  record Glyph(int advance, String path) {}

  /** A heart, for the fonts have none that is alike. */
  private static final Glyph HEART =
      new Glyph(
          820,
          "m410 0q-350-230-350-480q0-190 170-190q120 0 180 120q60-120 180-120q170 0 170 190"
              + "q0 250-350 480z");

  private static final Glyph UNKNOWN =
      new Glyph(600, "m300 0l-240-350l240-350l240 350zm0-120l160-230l-160-230l-160 230z");

  private static final Map<Font, Typeface> FACES = load();

  private final Map<Integer, Glyph> glyphs;
  private final Map<Integer, Glyph> fallback;

  private Typeface(Map<Integer, Glyph> glyphs, Map<Integer, Glyph> fallback) {
    this.glyphs = glyphs;
    this.fallback = fallback;
  }

  static Typeface of(Font font) {
    return FACES.get(font);
  }

  private static Map<Font, Typeface> load() {
    Map<Integer, Glyph> fallback = read("fallback");
    Map<Font, Typeface> faces = new EnumMap<>(Font.class);
    faces.put(Font.BLOCK, new Typeface(read("block"), fallback));
    faces.put(Font.ROUNDED, new Typeface(read("rounded"), fallback));
    faces.put(Font.SCRIPT, new Typeface(read("script"), fallback));
    return faces;
  }

  private static Map<Integer, Glyph> read(String name) {
    Map<Integer, Glyph> glyphs = new HashMap<>();
    try (InputStream in = Typeface.class.getResourceAsStream("fonts/" + name + ".glyphs");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 3);
        glyphs.put(Integer.valueOf(parts[0], 16), new Glyph(Integer.parseInt(parts[1]), parts[2]));
      }
      return glyphs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws every letter that can be embroidered: itself, its plain form, or a mark in its place. */
  Glyph glyph(int codePoint) {
    if (codePoint == '♥') {
      return HEART;
    }
    Glyph own = find(codePoint);
    if (own != null) {
      return own;
    }
    String plain = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
    Glyph alike = find(plain.codePointAt(0));
    return alike == null ? UNKNOWN : alike;
  }

  private Glyph find(int codePoint) {
    Glyph glyph = glyphs.get(codePoint);
    return glyph == null ? fallback.get(codePoint) : glyph;
  }
}
