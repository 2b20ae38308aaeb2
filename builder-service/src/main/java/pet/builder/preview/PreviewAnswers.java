package pet.builder.preview;

import io.dropwizard.lifecycle.Managed;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pet.domain.builder.BuilderConfig;

/**
 * Previews as HTTP tells them. A request that waits for its picture holds no thread; the answer is
 * written by threads of its own, for a slow client must not keep others from drawing.
 */
final class PreviewAnswers implements Managed {

  /** Of an address that stands for its bytes, for a year, which is as long as caches believe. */
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Of an address whose picture changes: kept by its reader alone, who asks each time. */
  static final String ASK_EACH_TIME = "private, no-cache";

  private static final int WRITERS = 8;

  private final Previews previews;
  private final ThreadPoolExecutor writers;

  PreviewAnswers(Previews previews) {
    this.previews = previews;
    AtomicInteger number = new AtomicInteger();
    writers =
        new ThreadPoolExecutor(
            WRITERS,
            WRITERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "preview-answer-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    writers.allowCoreThreadTimeOut(true);
  }

  /** 304 if the client has it, else the picture when it is there. */
  CompletionStage<Response> ifNew(
      Request request, Picture picture, BuilderConfig config, String cacheControl) {
    Response.ResponseBuilder same = request.evaluatePreconditions(tag(picture));
    if (same != null) {
      same.header(HttpHeaders.CACHE_CONTROL, cacheControl).tag(tag(picture));
      return CompletableFuture.completedFuture(same.build());
    }
    return of(picture, config, cacheControl);
  }

  CompletionStage<Response> of(Picture picture, BuilderConfig config, String cacheControl) {
    CompletableFuture<byte[]> bytes = previews.of(picture, config);
    if (bytes.isDone() && !bytes.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(answer(picture, bytes.join(), cacheControl));
    }
    return bytes.thenApplyAsync(drawn -> answer(picture, drawn, cacheControl), writers);
  }

  static Response answer(Picture picture, byte[] bytes, String cacheControl) {
    Response.ResponseBuilder answer =
        Response.ok(bytes, picture.format().type())
            .tag(tag(picture))
            .header(HttpHeaders.CACHE_CONTROL, cacheControl)
            // Else it is sent in chunks.
            .header(HttpHeaders.CONTENT_LENGTH, bytes.length)
            .header("X-Content-Type-Options", "nosniff");
    if (picture.format() == PreviewFormat.SVG) {
      // Opened by itself it is a document of ours: nothing in it may run or be fetched.
      answer.header("Content-Security-Policy", "default-src 'none'");
    }
    return answer.build();
  }

  private static EntityTag tag(Picture picture) {
    return new EntityTag(picture.key());
  }

  @Override
  public void stop() {
    writers.shutdown();
  }
}
