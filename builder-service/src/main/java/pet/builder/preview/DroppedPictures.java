package pet.builder.preview;

import pet.builder.preview.PreviewAddress.Content;

/** Drops pictures whose words are erased, from this process and from Redis. */
final class DroppedPictures {

  private final PreviewAddress address;
  private final ErasedPictures erased;
  private final Previews previews;
  private final PreviewStore store;
  // True at first: what was erased while no process was there to drop it.
  private volatile boolean toDo = true;

  DroppedPictures(
      PreviewAddress address, ErasedPictures erased, Previews previews, PreviewStore store) {
    this.address = address;
    this.erased = erased;
    this.previews = previews;
    this.store = store;
  }

  /** Here at once; in Redis, as soon as it answers. */
  void drop() {
    previews.drop(this::isErased);
    toDo = true;
  }

  /** Looks for what is new, and does what is left. */
  void goOn() {
    erased.look();
    if (toDo) {
      toDo = false;
      if (!store.drop(this::isErased)) {
        toDo = true;
      }
    }
  }

  /** By a picture's key, which begins with its address: see {@link Picture#key()}. */
  private boolean isErased(String key) {
    return address
        .open(key.substring(0, Math.max(0, key.lastIndexOf('-'))))
        .map(Content::config)
        .filter(erased::mayHave)
        .isPresent();
  }
}
