package pet.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pet.builder.preview.PreviewPart;
import pet.builder.preview.image.Pixels;
import pet.builder.preview.image.Png;
import pet.domain.builder.BuilderConfig;
import pet.messaging.Json;

/** Sixteen previews in one picture, for people to look at: {@code make contact-sheet}. */
public final class ContactSheet {

  private static final int ACROSS = 5;
  private static final int CELL = 192;

  private ContactSheet() {}

  /** Takes a file with a config a line, and the file to write. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: ContactSheet CONFIGS.jsonl SHEET.png");
      System.exit(2);
    }
    List<BuilderConfig> configs = read(Path.of(args[0]));
    int width = ACROSS * CELL;
    int[] sheet = new int[width * width];
    for (int i = 0; i < Math.min(configs.size(), ACROSS * ACROSS); i++) {
      int[] picture = PreviewPart.pixels(configs.get(i), CELL).rgb();
      int corner = i / ACROSS * CELL * width + i % ACROSS * CELL;
      for (int y = 0; y < CELL; y++) {
        System.arraycopy(picture, y * CELL, sheet, corner + y * width, CELL);
      }
    }
    Files.write(Path.of(args[1]), Png.of(new Pixels(width, sheet)));
  }

  /** The configs of a file. */
  public static List<BuilderConfig> read(Path file) throws IOException {
    List<BuilderConfig> configs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      configs.add(Json.tolerant().readValue(line, BuilderConfig.class));
    }
    return configs;
  }
}
