package pet.dev.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import pet.dev.EventRecords;
import pet.domain.DomainEvent;
import pet.domain.Money;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignShared;
import pet.domain.builder.DesignUpdated;
import pet.domain.builder.HarnessSize;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderStatusChanged;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;

/**
 * Events of a busy hour, evenly spread over it: of each 20, 12 are of designs, 5 of orders and 3 of
 * webhooks. Every id is new.
 */
final class EventMix {

  /** So many make a turn of the mix. */
  static final int SLOTS = 20;

  private static final String SOURCE = "/bench";
  private static final int PEOPLE = 50_000;
  private static final List<HarnessSize> SIZES = List.of(HarnessSize.values());
  private static final List<String> COLORS = List.of("forest", "ocean", "coral", "sunset");
  private static final List<String> HARDWARE = List.of("silver", "gold", "black");

  private final long number;
  private final Instant from;
  private final Duration span;

  EventMix(long number, Instant from, Duration span) {
    this.number = number;
    this.from = from;
    this.span = span;
  }

  /**
   * Sends all of them, in the order of their times.
   *
   * @throws IllegalStateException if one was not taken
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  void send(KafkaProducer<String, byte[]> producer) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    long nanos = span.toNanos() / number;
    for (long i = 0; i < number; i++) {
      producer.send(
          EventRecords.of(SOURCE, from.plusNanos(i * nanos), event(i)),
          (done, problem) -> failure.compareAndSet(null, problem));
    }
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take an event", failure.get());
    }
  }

  /** A new design by itself. */
  static DesignCreated design() {
    return new DesignCreated(
        UUID.randomUUID().toString(), "user-1", 1, HarnessSize.M, "forest", "silver", null);
  }

  private DomainEvent event(long i) {
    long group = i / SLOTS;
    int slot = (int) (i % SLOTS);
    HarnessSize size = SIZES.get((int) (i % SIZES.size()));
    String color = COLORS.get((int) (i % COLORS.size()));
    String hardware = HARDWARE.get((int) (i % HARDWARE.size()));
    String user = "user-" + i % PEOPLE;
    if (slot < 6) {
      return new DesignCreated(design(group, slot), user, 1, size, color, hardware, null);
    } else if (slot < 10) {
      return new DesignUpdated(design(group, slot - 6), user, 2, size, color, hardware, null);
    } else if (slot < 11) {
      return new DesignShared(design(group, 0), user);
    } else if (slot < 12) {
      return new DesignDeleted(design(group, 5), user);
    } else if (slot < 15) {
      Money total = Money.usd(4_000 + i % 5_000);
      OrderCreated.Design line = new OrderCreated.Design(design(group, slot - 12), 1, 1);
      return new OrderCreated(
          order(group, slot - 12), user, OrderStatus.CONFIRMED, 1, total, from, List.of(line));
    } else if (slot < 17) {
      return new OrderStatusChanged(
          order(group, slot - 15), OrderStatus.CONFIRMED, OrderStatus.SHIPPED, true);
    } else if (slot < 19) {
      return new WebhookReceived(id("delivery", group, slot - 17), "shopify", "orders/create");
    }
    return new WebhookProcessed(id("delivery", group, 0), "shopify", "orders/create", 40);
  }

  private static String design(long group, int which) {
    return id("design", group, which);
  }

  private static String order(long group, int which) {
    return id("order", group, which);
  }

  private static String id(String kind, long group, int which) {
    return new UUID(kind.hashCode(), group * SLOTS + which).toString();
  }
}
