package pet.builder.preview;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Predicate;
import pet.platform.http.BodyAtHand;
import pet.platform.http.OffHeap;

/**
 * Pictures at hand in this process, by their keys; the ones that are used least make room. Those
 * that are asked for again lie outside of the heap: most are asked for once.
 */
final class NearPictures {

  private final Cache<String, BodyAtHand> pictures;
  private final OffHeap offHeap;

  /**
   * @param most how many bytes they may take. Twice as many may lie outside of the heap, for what
   *     has made room is there until the collector comes by, or as long as somebody is sent it
   */
  NearPictures(long most) {
    pictures =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((String key, BodyAtHand bytes) -> key.length() + bytes.length())
            .executor(Runnable::run)
            .build();
    offHeap = new OffHeap(2 * most);
  }

  Optional<BodyAtHand> find(String key) {
    BodyAtHand found = pictures.getIfPresent(key);
    if (found == null || found.isOffHeap()) {
      return Optional.ofNullable(found);
    }
    BodyAtHand moved =
        pictures.asMap().computeIfPresent(key, (same, picture) -> offHeap.copyOf(picture));
    return Optional.of(moved == null ? found : moved);
  }

  void put(String key, BodyAtHand picture) {
    pictures.put(key, picture);
  }

  void drop(String key) {
    pictures.invalidate(key);
  }

  void drop(Predicate<String> keys) {
    pictures.asMap().keySet().removeIf(keys);
  }
}
