package pet.builder.preview;

import java.time.Duration;
import pet.builder.preview.image.Pixels;
import pet.domain.Caller;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.platform.ModuleContext;

/** Previews as a part of the builder module: its wiring, and what the rest may ask of it. */
public final class PreviewPart {

  private static final Duration KEEP_FOR = Duration.ofDays(7);
  private static final long STORED_BYTES = 64 << 20;
  private static final int QUEUE = 32;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Where a design's config is found. */
  public interface Designs {

    /**
     * The config in force.
     *
     * @throws pet.domain.DomainException {@code NOT_FOUND} if there is no such design, or it is not
     *     the caller's
     */
    BuilderConfig config(Caller caller, DesignId id);
  }

  private PreviewPart() {}

  /** Adds the paths of previews to the module. */
  public static void install(
      ModuleContext context, PreviewUrls urls, ErasedPictures erased, Designs designs) {
    DrawingBoard board = new DrawingBoard(DrawingBoard.share(), QUEUE, context.metrics());
    PreviewStore store =
        new PreviewStore(context.redis(), KEEP_FOR, STORED_BYTES, context.metrics());
    Previews previews = new Previews(store, board, erased, PATIENCE, context.metrics());
    PreviewAnswers answers = new PreviewAnswers(previews);
    context.manage(answers);
    context.manage(previews);
    context.manage(board);
    DroppedPictures dropped = new DroppedPictures(urls.address(), erased, previews, store);
    erased.whenNew(dropped::drop);
    context.every(LOOK, "look for pictures that are erased", dropped::goOn);
    context.resource(new PreviewResource(urls.address(), erased, previews, answers));
    context.resource(new DesignPreviewResource(designs, urls.address(), answers));
  }

  /**
   * A config's picture, drawn by the calling thread: for the contact sheet and for benchmarks.
   *
   * @param extension svg, png or webp
   * @param size in pixels
   */
  public static byte[] draw(BuilderConfig config, String extension, int size) {
    return new Picture("", PreviewFormat.of(extension), size).draw(config);
  }

  /** The same as pixels. */
  public static Pixels pixels(BuilderConfig config, int size) {
    return Picture.pixels(config, size);
  }
}
