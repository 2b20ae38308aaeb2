package pet.platform.limit;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/**
 * Bucket4j's buckets in Redis, each a key that goes when the bucket is full again. Bucket4j's own
 * module for Jedis knows the clients of earlier versions only.
 */
final class RedisBuckets extends AbstractCompareAndSwapBasedProxyManager<byte[]> {

  /** Replaces a state that is still what was read; an empty one is none. */
  private static final byte[] SWAP =
      """
      if (redis.call('GET', KEYS[1]) or '') == ARGV[1] then
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        return 1
      end
      return 0
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] NONE = new byte[0];

  private final RedisClient redis;
  private final ExpirationAfterWriteStrategy expiry;

  RedisBuckets(RedisClient redis, ClientSideConfig config) {
    super(config);
    this.redis = redis;
    this.expiry = config.getExpirationAfterWriteStrategy().orElseThrow();
  }

  /** Those that have a bucket; there is none for who has its full measure. */
  Set<ByteBuffer> present(Set<ByteBuffer> keys) {
    List<ByteBuffer> asked = List.copyOf(keys);
    List<byte[]> states = redis.mget(asked.stream().map(ByteBuffer::array).toArray(byte[][]::new));
    Set<ByteBuffer> present = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (states.get(i) != null) {
        present.add(asked.get(i));
      }
    }
    return present;
  }

  @Override
  protected CompareAndSwapOperation beginCompareAndSwapOperation(byte[] key) {
    return new CompareAndSwapOperation() {
      @Override
      public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
        return Optional.ofNullable(redis.get(key));
      }

      @Override
      public boolean compareAndSwap(
          byte[] original, byte[] next, RemoteBucketState state, Optional<Long> timeoutNanos) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        byte[] millis =
            Long.toString(Math.max(1, expiry.calculateTimeToLiveMillis(state, nanos)))
                .getBytes(StandardCharsets.UTF_8);
        Object swapped =
            redis.eval(
                SWAP, List.of(key), List.of(original == null ? NONE : original, next, millis));
        return Long.valueOf(1).equals(swapped);
      }
    };
  }

  @Override
  protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(byte[] key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isAsyncModeSupported() {
    return false;
  }

  @Override
  public boolean isExpireAfterWriteSupported() {
    return true;
  }

  @Override
  public void removeProxy(byte[] key) {
    redis.del(key);
  }

  @Override
  protected CompletableFuture<Void> removeAsync(byte[] key) {
    throw new UnsupportedOperationException();
  }
}
