package pet.builder.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.Catalog;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;

class HarnessDrawingTest {

  private static final Pattern LETTER = Pattern.compile("matrix\\(([^)]*)\\)\" d=\"(m[^\"]*)\"");

  private static BuilderConfig config(HarnessSize size, String text, Font font, Position at) {
    Personalization personalization =
        text == null ? null : new Personalization(text, font, at, "#FFFFFF");
    return new BuilderConfig(size, "ocean", "gold", personalization);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }

  /** The bytes that every machine draws; a drawing that changes on purpose raises its version. */
  @Test
  void theSameConfigIsTheSameBytes() throws Exception {
    String svg =
        HarnessDrawing.of(config(HarnessSize.M, "Żółć & Ζωή ♥", Font.SCRIPT, Position.SIDE));

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(svg.getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(hash))
        .as("version " + HarnessDrawing.VERSION)
        .isEqualTo("c5e0141f9a2a9a8e86834edd664105815006ec0d9f8d66226e6ffa43c0fb60a3");
  }

  @Test
  void whateverTheCatalogHasIsDrawn() throws Exception {
    for (HarnessSize size : HarnessSize.values()) {
      for (var color : Catalog.colors()) {
        for (var hardware : Catalog.hardware()) {
          Document svg =
              parse(HarnessDrawing.of(new BuilderConfig(size, color.id(), hardware.id(), null)));

          assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
          assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
              .contains(color.name(), hardware.name());
        }
      }
    }
  }

  @Test
  void aDifferenceCanBeSeen() {
    List<String> drawings = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      drawings.add(HarnessDrawing.of(config(size, null, null, null)));
    }
    for (Font font : Font.values()) {
      for (Position position : Position.values()) {
        drawings.add(HarnessDrawing.of(config(HarnessSize.M, "Rex", font, position)));
      }
    }
    assertThat(drawings).doesNotHaveDuplicates();
  }

  @Test
  void nothingThatACustomerWroteStandsInTheMarkup() throws Exception {
    String svg =
        HarnessDrawing.of(config(HarnessSize.L, "Tom & O'Neil", Font.BLOCK, Position.BACK));

    assertThat(svg).doesNotContain("Neil", "Tom", "&");
    assertThat(parse(svg).getElementsByTagName("script").getLength()).isZero();
  }

  static Stream<Arguments> longTexts() {
    return Stream.of("W".repeat(20), "i", "Ǻģjǿ ÅÇḈ Ỹ", "♥", "ЩЖЮ ЩЖЮ ЩЖЮ ЩЖЮ", "ΩΨΞ ΰΐ")
        .flatMap(
            text ->
                Stream.of(HarnessSize.values())
                    .flatMap(
                        size ->
                            Stream.of(Position.values()).map(at -> Arguments.of(text, size, at))));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void aTextStaysInsideItsStrap(String text, HarnessSize size, Position position) {
    HarnessShape shape = HarnessShape.of(size);
    Place place = Place.of(shape, position);
    double half = (position == Position.CHEST ? shape.plate() : shape.strap()) / 2;
    for (Font font : Font.values()) {
      List<Point> outline = outline(HarnessDrawing.of(config(size, text, font, position)));

      assertThat(outline).isNotEmpty();
      assertThat(outline).allSatisfy(point -> assertThat(distance(place, point)).isLessThan(half));
    }
  }

  /** From the middle of the strap, the stretch of it that the text may take. */
  private static double distance(Place place, Point point) {
    double nearest = Double.MAX_VALUE;
    double from = place.center() - place.length() / 2;
    for (int i = 0; i <= 200; i++) {
      Point middle = place.along().at(from + place.length() * i / 200);
      nearest = Math.min(nearest, middle.minus(point).length());
    }
    return nearest;
  }

  /** Where the letters' outlines have their points, in the drawing. */
  private static List<Point> outline(String svg) {
    List<Point> points = new ArrayList<>();
    Matcher letters = LETTER.matcher(svg);
    while (letters.find()) {
      double[] matrix = numbers(letters.group(1));
      double x = 0;
      double y = 0;
      double startX = 0;
      double startY = 0;
      for (String step : letters.group(2).split("(?=[mlqz])", -1)) {
        double[] to = numbers(step.substring(1));
        if (step.startsWith("z")) {
          x = startX;
          y = startY;
        } else {
          x += to[to.length - 2];
          y += to[to.length - 1];
          points.add(
              new Point(
                  matrix[0] * x + matrix[2] * y + matrix[4],
                  matrix[1] * x + matrix[3] * y + matrix[5]));
        }
        if (step.startsWith("m")) {
          startX = x;
          startY = y;
        }
      }
    }
    return points;
  }

  private static double[] numbers(String text) {
    return Stream.of(text.replace("-", " -").strip().split(" +", -1))
        .filter(number -> !number.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void everyLetterThatIsWrittenIsDrawn() {
    List<String> missing = new ArrayList<>();
    // The blocks that people write in; beyond them are letters of phonetics and of claudian Rome.
    for (int c = ' ' + 1; c < 0x2000; c++) {
      String letter = Character.toString(c);
      if (Character.getType(c) == Character.MODIFIER_LETTER || !canBeEmbroidered(letter)) {
        continue;
      }
      for (Font font : Font.values()) {
        if (Typeface.of(font).glyph(c).equals(mark(font))) {
          missing.add(font + " " + letter);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** What stands for a letter that no font has. */
  private static Typeface.Glyph mark(Font font) {
    return Typeface.of(font).glyph("🐕".codePointAt(0));
  }

  private static boolean canBeEmbroidered(String letter) {
    try {
      return new Personalization(letter, Font.BLOCK, Position.BACK, "#FFFFFF").text() != null;
    } catch (InvalidInput e) {
      return false;
    }
  }
}
