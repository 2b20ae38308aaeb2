package pet.builder.preview;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.platform.http.InMemoryBody;

/**
 * Previews, each drawn once however many ask for it at the same time, here and in other replicas:
 * here those who come later wait for the first one, and of the replicas the one with Redis's lease
 * draws while the others look for the result.
 */
final class Previews implements Managed {

  private static final int CACHE_BYTES = 12 << 20;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final PreviewStore store;
  private final Executor board;
  private final ErasedPictures erased;
  private final Duration patience;
  private final PictureCache cache = new PictureCache(CACHE_BYTES);
  private final ConcurrentMap<String, CompletableFuture<InMemoryBody>> coming =
      new ConcurrentHashMap<>();
  private final ExecutorService lookers =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "preview-look");
            thread.setDaemon(true);
            return thread;
          });
  private final Executor later =
      CompletableFuture.delayedExecutor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS, lookers);
  private final Meter found;

  /**
   * @param patience how long to wait for what another replica draws, before it is drawn here, too
   */
  Previews(
      PreviewStore store,
      Executor board,
      ErasedPictures erased,
      Duration patience,
      MetricRegistry metrics) {
    this.store = store;
    this.erased = erased;
    this.board = board;
    this.patience = patience;
    found = metrics.meter("builder.previews.found");
  }

  /** Removes those whose keys match from this process's cache. */
  void drop(Predicate<String> pictures) {
    cache.drop(pictures);
  }

  /** What this process has in its cache: nothing is waited for. */
  Optional<InMemoryBody> cached(Picture picture) {
    return cache.find(picture.key());
  }

  /**
   * The picture's bytes, soon.
   *
   * @return fails with {@code UNAVAILABLE} if there is too much to draw already
   */
  CompletableFuture<InMemoryBody> of(Picture picture, BuilderConfig config) {
    Optional<InMemoryBody> ready = cache.find(picture.key());
    if (ready.isPresent()) {
      return CompletableFuture.completedFuture(ready.get());
    }
    CompletableFuture<InMemoryBody> mine = new CompletableFuture<>();
    CompletableFuture<InMemoryBody> others = coming.putIfAbsent(picture.key(), mine);
    if (others != null) {
      return others;
    }
    Errand errand = new Errand(picture, config, mine, System.nanoTime() + patience.toNanos());
    // The one before us may have finished between our look and our place.
    cache.find(picture.key()).ifPresentOrElse(errand::done, errand::look);
    return mine;
  }

  /** One picture on its way. */
  private final class Errand {
    private final Picture picture;
    private final BuilderConfig config;
    private final CompletableFuture<InMemoryBody> result;
    private final long deadline;

    Errand(
        Picture picture,
        BuilderConfig config,
        CompletableFuture<InMemoryBody> result,
        long deadline) {
      this.picture = picture;
      this.config = config;
      this.result = result;
      this.deadline = deadline;
    }

    void look() {
      try {
        if (takeStored()) {
          return;
        }
        if (store.lease(picture) || System.nanoTime() - deadline >= 0) {
          // The lease may be free because another replica has just finished.
          if (takeStored()) {
            store.release(picture);
          } else {
            board.execute(this::draw);
          }
        } else {
          later.execute(this::look);
        }
      } catch (DomainException e) {
        store.release(picture);
        failed(e);
      } catch (RuntimeException e) {
        failed(e);
      }
    }

    private boolean takeStored() {
      Optional<byte[]> stored = store.find(picture);
      stored.ifPresent(
          bytes -> {
            found.mark();
            done(InMemoryBody.of(bytes));
          });
      return stored.isPresent();
    }

    private void draw() {
      try {
        byte[] bytes = picture.draw(config);
        store.keep(picture, bytes);
        if (erased.mayHave(config)) {
          store.drop(picture.key()::equals);
        }
        done(InMemoryBody.of(bytes));
      } catch (RuntimeException | Error e) {
        failed(e);
        if (e instanceof Error error) {
          throw error;
        }
      } finally {
        store.release(picture);
      }
    }

    /** Kept before it is let go of, so that whoever comes now finds one or the other. */
    void done(InMemoryBody bytes) {
      cache.put(picture.key(), bytes);
      // Erased since it was begun: then what is dropped may have been dropped before this.
      if (erased.mayHave(config)) {
        cache.drop(picture.key());
      }
      coming.remove(picture.key(), result);
      result.complete(bytes);
    }

    private void failed(Throwable e) {
      coming.remove(picture.key(), result);
      result.completeExceptionally(e);
    }
  }

  @Override
  public void stop() {
    lookers.shutdownNow();
    DomainException over =
        new DomainException(ProblemCode.UNAVAILABLE, "The service is about to stop.");
    coming.values().forEach(waiting -> waiting.completeExceptionally(over));
  }
}
