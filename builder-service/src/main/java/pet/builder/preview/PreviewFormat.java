package pet.builder.preview;

import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/** What a preview may be told in. */
enum PreviewFormat {
  SVG("image/svg+xml"),
  PNG("image/png"),
  WEBP("image/webp");

  private final MediaType type;

  PreviewFormat(String type) {
    this.type = MediaType.valueOf(type);
  }

  MediaType type() {
    return type;
  }

  /** As an address ends. */
  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PreviewFormat of(String extension) {
    return valueOf(extension.toUpperCase(Locale.ROOT));
  }

  static PreviewFormat of(MediaType type) {
    for (PreviewFormat format : values()) {
      if (format.type.isCompatible(type)) {
        return format;
      }
    }
    throw new IllegalArgumentException("no preview is " + type);
  }
}
