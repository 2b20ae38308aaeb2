package pet.analytics.rollup;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Calls a stage before its task is committed, so that the stage can keep changes in memory and
 * write them to its stores once a commit instead of once an event. Kafka Streams flushes its own
 * caches at that moment and has no public hook for others: so this is an empty store that looks
 * like a cache. The stage must then write to stores that have no cache of Streams', for that may
 * have been flushed already.
 */
final class PreCommitHook implements StateStore, CachedStateStore<Object, Object> {

  private final String name;
  private Runnable write;
  private boolean open;

  private PreCommitHook(String name) {
    this.name = name;
  }

  static StoreBuilder<PreCommitHook> builder(String name) {
    return new Builder(name);
  }

  /** Sets what is called before every commit of the task, in its thread. */
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
  private record Builder(String name) implements StoreBuilder<PreCommitHook> {

    @Override
    public PreCommitHook build() {
      return new PreCommitHook(name);
    }

    @Override
    public StoreBuilder<PreCommitHook> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withLoggingEnabled(Map<String, String> config) {
      return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withLoggingDisabled() {
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
