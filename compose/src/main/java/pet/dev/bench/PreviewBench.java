package pet.dev.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pet.builder.preview.PreviewPart;
import pet.dev.ContactSheet;
import pet.domain.builder.BuilderConfig;

/**
 * Previews beside what others do: {@code make bench-preview}. Everything is one after the other, on
 * one thread where threads are compared.
 */
public final class PreviewBench {

  private static final int SIZE = 800;
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 25;

  private PreviewBench() {}

  public static void main(String[] args) throws Exception {
    BootstrapLogging.bootstrap(Level.WARN);
    if (args.length == 4 && args[0].equals("png")) {
      png(ContactSheet.read(Path.of(args[1])), Path.of(args[2]), Path.of(args[3]));
    } else if (args.length == 3 && args[0].equals("served")) {
      served(URI.create(args[1]), Path.of(args[2]));
    } else {
      System.err.println(
          "usage: PreviewBench png CONFIGS SCRIPT FOLDER | PreviewBench served PREVIEW_URL FOLDER");
      System.exit(2);
    }
  }

  /** Milliseconds a PNG, beside resvg's for the same SVGs; rounds of the two take turns. */
  private static void png(List<BuilderConfig> configs, Path script, Path folder)
      throws IOException, InterruptedException {
    for (int i = 0; i < configs.size(); i++) {
      byte[] svg = PreviewPart.draw(configs.get(i), "svg", SIZE);
      Files.write(folder.resolve("%02d.svg".formatted(i)), svg);
    }
    draw(configs, WARM_UP);
    Samples ours = new Samples();
    Samples theirs = new Samples();
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      bytes = draw(configs, 1);
      ours.add((System.nanoTime() - begin) / configs.size());
      theirs.add((long) (resvg(script, folder) * 1e6));
    }
    System.out.printf(
        "PNG %d px, one thread, %d configs: ours p50 %.1f ms (%d KB), resvg p50 %.1f ms%n",
        SIZE, configs.size(), ours.at(0.5), bytes / configs.size() / 1000, theirs.at(0.5));
    row("PNG: times as fast as resvg", theirs.at(0.5) / ours.at(0.5), 1.5);
  }

  private static long draw(List<BuilderConfig> configs, int times) {
    long bytes = 0;
    for (int i = 0; i < times; i++) {
      for (BuilderConfig config : configs) {
        bytes += PreviewPart.draw(config, "png", SIZE).length;
      }
    }
    return bytes;
  }

  private static double resvg(Path script, Path folder) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", script.toString(), folder.toString(), Integer.toString(SIZE))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (node.waitFor() != 0) {
      throw new IllegalStateException("resvg could not be run");
    }
    return Double.parseDouble(said.strip());
  }

  /** Requests a second for a cached preview, beside a static file of the same bytes. */
  private static void served(URI preview, Path folder) throws Exception {
    byte[] bytes;
    try (var in = preview.toURL().openStream()) {
      bytes = in.readAllBytes();
    }
    Files.write(folder.resolve("preview.png"), bytes);
    try (StaticFiles files = new StaticFiles(folder)) {
      URI file = files.url().resolve("/preview.png");
      // A store that runs is what is measured, not its first seconds, in which it is compiled.
      for (int round = 0; round < ROUNDS; round++) {
        Connections.perSecond(preview, bytes.length);
        Connections.perSecond(file, bytes.length);
      }
      Samples ours = new Samples();
      Samples theirs = new Samples();
      for (int round = 0; round < ROUNDS; round++) {
        // As samples are nanoseconds: those that a request took of the whole.
        ours.add((long) (1e9 / Connections.perSecond(preview, bytes.length)));
        theirs.add((long) (1e9 / Connections.perSecond(file, bytes.length)));
      }
      System.out.printf(
          "cached preview of %d KB, %d connections: %.0f a second, static file %.0f a second%n",
          bytes.length / 1000, Connections.COUNT, 1e3 / ours.at(0.5), 1e3 / theirs.at(0.5));
      row("cached preview, to a static file", theirs.at(0.5) / ours.at(0.5), 0.5);
    }
  }

  private static void row(String what, double ratio, double bound) {
    System.out.printf(
        "%-60s %6.2f x  at least %5.2f  %s%n",
        what, ratio, bound, ratio >= bound ? "ok" : "FELL SHORT");
  }
}
