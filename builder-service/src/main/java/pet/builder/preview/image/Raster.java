package pet.builder.preview.image;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Paints SVG documents of ours, one over the other. Of one thread. */
public final class Raster {

  static {
    // Servers have no screen; said before the first class of AWT looks for one.
    System.setProperty("java.awt.headless", "true");
  }

  private final int size;
  private final BufferedImage image;

  /** Black, until something is painted. */
  public Raster(int size) {
    this.size = size;
    image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
  }

  /** Begins with a picture of the same size. */
  public Raster over(Pixels ground) {
    System.arraycopy(ground.rgb(), 0, rgb(), 0, ground.rgb().length);
    return this;
  }

  /** Paints a document over what is there. */
  public Raster paint(String svg) {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                null,
                LoaderContext.createDefault());
    if (document == null) {
      throw new IllegalArgumentException("not an SVG document");
    }
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    document.render((Component) null, graphics, new ViewBox(0, 0, size, size));
    graphics.dispose();
    return this;
  }

  /** What was painted; not a copy. */
  public Pixels pixels() {
    return new Pixels(size, rgb());
  }

  private int[] rgb() {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
