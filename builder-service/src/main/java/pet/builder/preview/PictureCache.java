package pet.builder.preview;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Predicate;
import pet.platform.http.InMemoryBody;
import pet.platform.http.OffHeapMemory;

/**
 * This process's cache of pictures, by their keys; the least used are evicted. Most are asked for
 * once, so a picture is moved outside of the heap only when it is asked for a second time.
 */
final class PictureCache {

  private final Cache<String, InMemoryBody> pictures;
  private final OffHeapMemory offHeap;

  /**
   * @param most how many bytes it may hold. Twice as many may be outside of the heap, for an
   *     evicted picture is there until the collector runs, or as long as a client is being sent it
   */
  PictureCache(long most) {
    pictures =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((String key, InMemoryBody bytes) -> key.length() + bytes.length())
            .executor(Runnable::run)
            .build();
    offHeap = new OffHeapMemory(2 * most);
  }

  Optional<InMemoryBody> find(String key) {
    InMemoryBody found = pictures.getIfPresent(key);
    if (found == null || found.isOffHeap()) {
      return Optional.ofNullable(found);
    }
    InMemoryBody moved =
        pictures.asMap().computeIfPresent(key, (same, picture) -> offHeap.copyOf(picture));
    return Optional.of(moved == null ? found : moved);
  }

  void put(String key, InMemoryBody picture) {
    pictures.put(key, picture);
  }

  void drop(String key) {
    pictures.invalidate(key);
  }

  void drop(Predicate<String> keys) {
    pictures.asMap().keySet().removeIf(keys);
  }
}
