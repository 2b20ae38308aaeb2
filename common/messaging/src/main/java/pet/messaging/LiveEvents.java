package pet.messaging;

public final class LiveEvents {
  public LiveEvents(RedisSettings r, Object metrics) {}

  public void start() {}

  public void close() {}
}
