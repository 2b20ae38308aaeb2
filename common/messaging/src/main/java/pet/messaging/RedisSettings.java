package pet.messaging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How to reach Redis.
 *
 * @param uri such as {@code redis://127.0.0.1:6379} or {@code rediss://user:secret@host:6380/1};
 *     may hold a secret
 * @param timeoutMillis to connect and to answer; 500 unless told, for Redis is never worth waiting
 */
public record RedisSettings(URI uri, Integer timeoutMillis) {

  /** On this machine. */
  public static final RedisSettings DEFAULT = new RedisSettings(null, null);

  private static final String FORM =
      "must look like redis://host:port, with what is special in its password as %40 and the like";
  private static final int DEFAULT_TIMEOUT = 500;
  private static final int MOST_CONNECTIONS = 64;

  public RedisSettings {
    uri = uri == null ? URI.create("redis://127.0.0.1:6379") : uri;
    timeoutMillis = timeoutMillis == null ? DEFAULT_TIMEOUT : timeoutMillis;
    if (!JedisURIHelper.isValid(uri)) {
      throw new IllegalArgumentException("redis.uri " + FORM);
    }
    if (timeoutMillis < 1) {
      throw new IllegalArgumentException("redis.timeoutMillis must be at least 1");
    }
  }

  /**
   * As configured.
   *
   * @throws IllegalArgumentException if the address is none; its words do not hold it, for it may
   *     hold a secret
   */
  @JsonCreator
  static RedisSettings of(
      @JsonProperty("uri") String uri, @JsonProperty("timeoutMillis") Integer timeoutMillis) {
    URI read = null;
    try {
      read = uri == null ? null : new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("redis.uri " + FORM);
    }
    return new RedisSettings(read, timeoutMillis);
  }

  /** Defaults at this address. */
  public static RedisSettings at(String uri) {
    return of(uri, null);
  }

  /** A pooled client; it connects when first used, so Redis may be away now. */
  public RedisClient client() {
    return RedisClient.builder()
        .hostAndPort(address())
        .clientConfig(config().build())
        .poolConfig(pool())
        .build();
  }

  /** As many connections as there may be threads that ask at once; who waits for one waits long. */
  private static ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(MOST_CONNECTIONS);
    pool.setMaxIdle(MOST_CONNECTIONS);
    pool.setJmxEnabled(false);
    return pool;
  }

  HostAndPort address() {
    return JedisURIHelper.getHostAndPort(uri);
  }

  DefaultJedisClientConfig.Builder config() {
    return DefaultJedisClientConfig.builder()
        .timeoutMillis(timeoutMillis)
        .user(JedisURIHelper.getUser(uri))
        .password(JedisURIHelper.getPassword(uri))
        .database(JedisURIHelper.getDBIndex(uri))
        .sslOptions(JedisURIHelper.isRedisSSLScheme(uri) ? SslOptions.defaults() : null);
  }

  @Override
  public String toString() {
    return "RedisSettings[" + address() + ", timeoutMillis=" + timeoutMillis + "]";
  }
}
