package pet.messaging;

public record RedisSettings(java.net.URI uri) {
  public static final RedisSettings DEFAULT =
      new RedisSettings(java.net.URI.create("redis://localhost:6379"));
}
