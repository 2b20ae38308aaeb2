package pet.builder.preview;

import pet.domain.builder.BuilderConfig;
import pet.domain.builder.Personalization;

/**
 * A harness as it would lie in a shop's window, drawn from its config, far side first. Nothing that
 * a customer wrote stands in the markup: a text is outlines of letters.
 */
final class HarnessDrawing {

  /** Changes whenever the drawing does, and with it every preview's address. */
  static final int VERSION = 2;

  private static final String BEGIN =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"50 45 700 700\"";
  private static final String END = "</svg>";
  private static final String ROOM =
      "<defs><radialGradient id=\"room\" cx=\".5\" cy=\".42\" r=\".75\">"
          + "<stop offset=\"0\" stop-color=\"#fff\"/><stop offset=\".6\" stop-color=\"#f4f2ee\"/>"
          + "<stop offset=\"1\" stop-color=\"#e3dfd8\"/></radialGradient></defs>"
          + "<rect width=\"800\" height=\"800\" fill=\"url(#room)\"/>";

  private final BuilderConfig config;
  private final HarnessShape shape;
  private final StringBuilder svg = new StringBuilder(32 * 1024);
  private final Shade color;
  private final Webbing webbing;
  private final Fittings fittings;

  private HarnessDrawing(BuilderConfig config) {
    this.config = config;
    shape = HarnessShape.of(config.size());
    color = Shade.of(config.color().hex());
    webbing = new Webbing(svg, color, shape.strap());
    fittings = new Fittings(svg, Metal.of(config.hardwareId()), shape.strap());
  }

  /** The SVG document. */
  static String of(BuilderConfig config) {
    HarnessDrawing drawing = new HarnessDrawing(config);
    drawing.begin();
    drawing.svg.append(ROOM);
    drawing.harness();
    return drawing.svg.append(END).toString();
  }

  /**
   * The document without the room behind the harness, to be painted over {@link #room}: together
   * they are what {@link #of} draws.
   */
  static String withoutRoom(BuilderConfig config) {
    HarnessDrawing drawing = new HarnessDrawing(config);
    drawing.begin();
    drawing.harness();
    return drawing.svg.append(END).toString();
  }

  /** A document of what is behind every harness. */
  static String room() {
    return BEGIN + '>' + ROOM + END;
  }

  private void begin() {
    svg.append(BEGIN).append(" fill=\"none\">");
    svg.append("<title>Dog harness, size ").append(config.size()).append(", ");
    svg.append(config.color().name()).append(", ").append(config.hardware().name());
    svg.append("</title>");
  }

  private void harness() {
    svg.append("<defs>");
    fittings.define();
    svg.append(
        "<radialGradient id=\"ground\"><stop offset=\"0\" stop-color=\"#1a1714\""
            + " stop-opacity=\".34\"/><stop offset=\"1\" stop-color=\"#1a1714\""
            + " stop-opacity=\"0\"/></radialGradient></defs>");
    ground();
    webbing.far(shape.neckFar());
    webbing.far(shape.bellyFar());
    webbing.near(shape.chest());
    plate();
    webbing.near(shape.bellyNear());
    webbing.near(shape.neckNear());
    webbing.padded(shape.handle(), shape.strap() * 0.62);
    webbing.near(shape.back());
    metal();
    lettering();
  }

  private void ground() {
    Point low = shape.belly().at(90);
    double half = (shape.belly().center().x() - shape.neck().center().x()) * 0.9;
    svg.append("<ellipse cx=\"404\" cy=\"").append(Numbers.of(low.y() + shape.strap() * 0.9));
    svg.append("\" rx=\"").append(Numbers.of(half + 60)).append("\" ry=\"26\"");
    svg.append(" fill=\"url(#ground)\"/>");
  }

  /** A piece of padding on the chest strap, held by four rivets. */
  private void plate() {
    Curve chest = shape.chest();
    double from = chest.length() * 0.16;
    double to = chest.length() * 0.84;
    double high = shape.plate();
    String path = chest.path(0, from, to);
    band(path, "#0b0d14", high, " opacity=\".16\" transform=\"translate(3 9)\"");
    band(path, color.darker(0.6).toString(), high, "");
    band(path, color.darker(0.34).toString(), high - 5, "");
    band(path, color.darker(0.22).toString(), high - 22, "");
    for (int side = -1; side <= 1; side += 2) {
      String seam = chest.path(side * (high / 2 - 8), from - 6, to + 6);
      band(seam, color.lighter(0.45).toString(), 1.8, " stroke-dasharray=\"6 4\"");
    }
    for (double at : new double[] {from - 4, to + 4}) {
      Point up = chest.direction(at).up().times(high / 2 - 20);
      fittings.rivet(chest.at(at).plus(up));
      fittings.rivet(chest.at(at).minus(up));
    }
  }

  private void band(String path, String stroke, double wide, String more) {
    svg.append("<path d=\"").append(path).append("\" stroke=\"").append(stroke);
    svg.append("\" stroke-width=\"").append(Numbers.of(wide));
    svg.append("\" stroke-linecap=\"round\"").append(more).append("/>");
  }

  private void metal() {
    Curve back = shape.back();
    fittings.dRing(back, back.length() * 0.8);
    fittings.slide(back, back.length() * 0.93);
    Curve belly = shape.bellyNear();
    fittings.buckle(belly, belly.length() * 0.72);
    fittings.slide(belly, belly.length() * 0.58);
    Curve neck = shape.neckNear();
    fittings.buckle(neck, neck.length() * 0.5);
    fittings.slide(neck, neck.length() * 0.74);
  }

  private void lettering() {
    Personalization text = config.personalization();
    if (text == null) {
      return;
    }
    Place place = Place.of(shape, text.position());
    Lettering lettering = Lettering.of(text, place.length(), place.width());
    StringBuilder letters = new StringBuilder();
    lettering.draw(letters, place.along(), place.center());
    Shade thread = Shade.of(text.threadColor());
    group("#05060a", " opacity=\".4\" transform=\"translate(1 2)\"", letters);
    svg.append("<g stroke=\"").append(thread.darker(0.35));
    svg.append("\" stroke-width=\"26\" stroke-linejoin=\"round\">").append(letters).append("</g>");
    group(thread.toString(), "", letters);
  }

  private void group(String fill, String more, StringBuilder letters) {
    svg.append("<g fill=\"").append(fill).append('"').append(more).append('>');
    svg.append(letters).append("</g>");
  }
}
