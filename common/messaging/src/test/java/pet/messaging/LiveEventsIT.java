package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pet.domain.DomainEvent;
import pet.domain.builder.DesignCreated;
import pet.domain.user.UserCreated;
import redis.clients.jedis.RedisClient;

class LiveEventsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final LiveEvents live = new LiveEvents(TestServers.redis(), new MetricRegistry());

  @BeforeEach
  void start() {
    live.start();
  }

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void aListenerHearsItsTypeAlone() {
    List<Event<UserCreated>> users = new CopyOnWriteArrayList<>();
    List<Event<DesignCreated>> designs = new CopyOnWriteArrayList<>();
    live.subscribe(UserCreated.class, users::add);
    live.subscribe(DesignCreated.class, designs::add);
    await().atMost(SOON).until(live::connected);

    Event<UserCreated> event = announce(new UserCreated("alice"));

    await().atMost(SOON).until(() -> !users.isEmpty());
    assertThat(users).containsExactly(event);
    assertThat(designs).isEmpty();
  }

  @Test
  void aListenerThatThrowsHurtsNobody() {
    List<Event<UserCreated>> heard = new CopyOnWriteArrayList<>();
    live.subscribe(
        UserCreated.class,
        event -> {
          throw new IllegalStateException("on purpose");
        });
    live.subscribe(UserCreated.class, heard::add);
    await().atMost(SOON).until(live::connected);

    announce(new UserCreated("alice"));
    announce(new UserCreated("bob"));

    await().atMost(SOON).until(() -> heard.size() == 2);
  }

  @Test
  void whoUnsubscribedHearsNothing() {
    List<Event<UserCreated>> gone = new CopyOnWriteArrayList<>();
    List<Event<UserCreated>> heard = new CopyOnWriteArrayList<>();
    EventBus.Subscription subscription = live.subscribe(UserCreated.class, gone::add);
    live.subscribe(UserCreated.class, heard::add);
    await().atMost(SOON).until(live::connected);

    subscription.close();
    subscription.close();
    announce(new UserCreated("alice"));

    await().atMost(SOON).until(() -> heard.size() == 1);
    assertThat(gone).isEmpty();
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    List<Event<UserCreated>> heard = new CopyOnWriteArrayList<>();
    live.subscribe(UserCreated.class, heard::add);
    await().atMost(SOON).until(live::connected);

    try (RedisClient redis = TestServers.redis().client()) {
      for (String message :
          List.of(
              "",
              "{",
              "[]",
              "{\"specversion\":\"9.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"user.created\"}",
              "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"user.created\"}",
              "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"user.deleted\","
                  + "\"data\":{}}")) {
        redis.publish("pet.events.user.created", message);
      }
    }
    Event<UserCreated> event = announce(new UserCreated("alice"));

    await().atMost(SOON).until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly(event);
  }

  @Test
  void beatsDoNotDisturbASubscription() {
    List<Event<UserCreated>> heard = new CopyOnWriteArrayList<>();
    LiveListener listener = new LiveListener(TestServers.redis());
    try {
      listener.subscribe(UserCreated.class, heard::add);
      listener.start();
      await().atMost(SOON).until(listener::connected);

      for (int i = 0; i < 200; i++) {
        for (int beat = 0; beat < 10; beat++) {
          listener.beat();
        }
        announce(new UserCreated("alice"));
      }

      await().atMost(SOON).until(() -> heard.size() == 200);
    } finally {
      listener.close();
    }
  }

  private <E extends DomainEvent> Event<E> announce(E data) {
    Event<E> event =
        new Event<>(
            UUID.randomUUID().toString(),
            "/pet/test",
            EventTypes.nameOf(data.getClass()),
            Instant.parse("2026-11-22T19:05:00.123456Z"),
            data.subject(),
            data);
    live.announce(EventCodec.toCloudEvent(event));
    return event;
  }
}
