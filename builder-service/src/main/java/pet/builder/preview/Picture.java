package pet.builder.preview;

import java.nio.charset.StandardCharsets;
import pet.builder.preview.image.Pixels;
import pet.builder.preview.image.Png;
import pet.builder.preview.image.Raster;
import pet.builder.preview.image.Webp;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;

/**
 * A preview as somebody asks for it.
 *
 * @param hash of the config, see {@link PreviewAddress}
 * @param size width and height in pixels; of an SVG, {@link #ANY} unless one was asked for
 */
record Picture(String hash, PreviewFormat format, int size) {

  static final int SMALLEST = 200;
  static final int LARGEST = 1600;
  static final int DEFAULT = 800;

  /** It fits where it is put. */
  static final int ANY = 0;

  /** The room of the size that is asked for most, painted once. */
  private static volatile Pixels room;

  /**
   * @param size null for the usual one
   * @throws InvalidInput if the size is not one that there is
   */
  static Picture of(String hash, PreviewFormat format, String size) {
    if (size == null) {
      return new Picture(hash, format, format == PreviewFormat.SVG ? ANY : DEFAULT);
    }
    int pixels = size.matches("[0-9]{3,4}") ? Integer.parseInt(size) : 0;
    if (pixels < SMALLEST || pixels > LARGEST) {
      throw new InvalidInput("size", "must be from " + SMALLEST + " to " + LARGEST);
    }
    return new Picture(hash, format, pixels);
  }

  /** Where anybody finds it for ever. */
  String url() {
    String query = size == ANY || size == DEFAULT ? "" : "?size=" + size;
    return PreviewResource.PATH + hash + '.' + format.extension() + query;
  }

  /** What tells it from every other one. */
  String key() {
    return hash + '-' + size + '.' + format.extension();
  }

  /** Draws it: the work that all the rest of this package is there to do once only. */
  byte[] draw(BuilderConfig config) {
    return switch (format) {
      case SVG -> svg(config).getBytes(StandardCharsets.UTF_8);
      case PNG -> Png.of(pixels(config, size));
      case WEBP -> Webp.of(pixels(config, size));
    };
  }

  private String svg(BuilderConfig config) {
    String svg = HarnessDrawing.of(config);
    return size == ANY
        ? svg
        : "<svg width=\"" + size + "\" height=\"" + size + '"' + svg.substring("<svg".length());
  }

  static Pixels pixels(BuilderConfig config, int size) {
    return new Raster(size)
        .over(size == DEFAULT ? usualRoom() : room(size))
        .paint(HarnessDrawing.withoutRoom(config))
        .pixels();
  }

  private static Pixels usualRoom() {
    Pixels painted = room;
    if (painted == null) {
      painted = room(DEFAULT);
      room = painted;
    }
    return painted;
  }

  private static Pixels room(int size) {
    return new Raster(size).paint(HarnessDrawing.room()).pixels();
  }
}
