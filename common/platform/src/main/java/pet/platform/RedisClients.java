package pet.platform;

import java.net.URI;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import pet.messaging.RedisSettings;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** The process's pool of connections to Redis: short waits, for Redis is never worth a long one. */
final class RedisClients {

  private static final int TIMEOUT_MILLIS = 500;
  private static final int CONNECTIONS = 16;

  private RedisClients() {}

  static RedisClient connect(RedisSettings settings) {
    URI uri = settings.uri();
    GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(java.time.Duration.ofMillis(TIMEOUT_MILLIS));
    pool.setJmxEnabled(false);
    return RedisClient.builder()
        .clientConfig(
            DefaultJedisClientConfig.builder(uri)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .build())
        .hostAndPort(uri.getHost(), uri.getPort())
        .poolConfig(pool)
        .build();
  }
}
