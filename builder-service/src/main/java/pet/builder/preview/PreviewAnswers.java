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
import pet.platform.http.InMemoryBody;

/**
 * Previews as HTTP tells them. A request that waits for its picture holds no thread, and neither
 * does a client that takes it slowly (see {@link InMemoryBody}); what begins an answer then are
 * threads of its own, for those that draw have better to do.
 */
final class PreviewAnswers implements Managed {

  /** Of an address that stands for its bytes, for a year, which is as long as caches believe. */
  static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Of an address whose picture changes: kept by its reader alone, who asks each time. */
  static final String ASK_EACH_TIME = "private, no-cache";

  private static final int ANSWERERS = 2;

  private final Previews previews;
  private final ThreadPoolExecutor answerers;

  PreviewAnswers(Previews previews) {
    this.previews = previews;
    AtomicInteger number = new AtomicInteger();
    answerers =
        new ThreadPoolExecutor(
            ANSWERERS,
            ANSWERERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "preview-answer-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    answerers.allowCoreThreadTimeOut(true);
  }

  /** 304 if the client has it, else the picture when it is there. */
  CompletionStage<Response> ifNew(
      Request request, Picture picture, BuilderConfig config, String cacheControl) {
    Response same = same(request, picture, cacheControl);
    return same == null
        ? of(picture, config, cacheControl)
        : CompletableFuture.completedFuture(same);
  }

  /** 304 if the client has it, else the picture that is there. */
  static CompletionStage<Response> ifNew(
      Request request, Picture picture, InMemoryBody ready, String cacheControl) {
    Response same = same(request, picture, cacheControl);
    return CompletableFuture.completedFuture(
        same == null ? answer(picture, ready, cacheControl) : same);
  }

  /** Null if the client does not have it. */
  private static Response same(Request request, Picture picture, String cacheControl) {
    Response.ResponseBuilder same = request.evaluatePreconditions(tag(picture));
    return same == null
        ? null
        : same.header(HttpHeaders.CACHE_CONTROL, cacheControl).tag(tag(picture)).build();
  }

  CompletionStage<Response> of(Picture picture, BuilderConfig config, String cacheControl) {
    CompletableFuture<InMemoryBody> bytes = previews.of(picture, config);
    if (bytes.isDone() && !bytes.isCompletedExceptionally()) {
      return CompletableFuture.completedFuture(answer(picture, bytes.join(), cacheControl));
    }
    // A refusal, too, is told by these threads and not by those that look and draw.
    return bytes
        .whenCompleteAsync((drawn, failure) -> {}, answerers)
        .thenApply(drawn -> answer(picture, drawn, cacheControl));
  }

  static Response answer(Picture picture, InMemoryBody bytes, String cacheControl) {
    Response.ResponseBuilder answer =
        Response.ok(bytes, picture.format().type())
            .tag(tag(picture))
            .header(HttpHeaders.CACHE_CONTROL, cacheControl)
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
    answerers.shutdown();
  }
}
