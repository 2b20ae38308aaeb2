package pet.analytics.rollup;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Tells a stage that its task is about to be committed, so that it can hold in memory what it has
 * changed and write it to its stores once, not for every event. Streams asks this of its own caches
 * and has no public way to be asked: so this is a store that holds nothing and looks like a cache.
 * What is written then must go to stores without a cache of Streams', which may have been asked
 * already.
 */
final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {

  private final String name;
  private Runnable write;
  private boolean open;

  private BeforeCommit(String name) {
    this.name = name;
  }

  static StoreBuilder<BeforeCommit> builder(String name) {
    return new Builder(name);
  }

  /** From now on this is called before every commit of the task, in its thread. */
  void call(Runnable newWrite) {
    write = newWrite;
  }

  @Override
  public void flushCache() {
    // Null until the stage is initialized.
    if (write != null) {
      write.run();
    }
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    open = false;
    write = null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public void flush() {
    // Nothing is in it.
  }

  @Override
  public void clearCache() {
    // The stage forgets what it held when it is initialized.
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
    return false;
  }

  /** It is the same however it is built. */
  private record Builder(String name) implements StoreBuilder<BeforeCommit> {

    @Override
    public BeforeCommit build() {
      return new BeforeCommit(name);
    }

    @Override
    public StoreBuilder<BeforeCommit> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<BeforeCommit> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
      return this;
    }

    @Override
    public StoreBuilder<BeforeCommit> withLoggingDisabled() {
      return this;
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }
  }
}
