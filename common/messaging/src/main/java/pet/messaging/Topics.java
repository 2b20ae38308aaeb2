package pet.messaging;

import java.util.List;
import pet.domain.DomainEvent;
import pet.domain.ModuleName;

/** The names of Kafka topics and Redis channels; all of them are public contract. */
public final class Topics {

  public static final String USER_EVENTS = "pet.user.events";
  public static final String DESIGN_EVENTS = "pet.design.events";
  public static final String ORDER_EVENTS = "pet.order.events";
  public static final String WEBHOOK_EVENTS = "pet.webhook.events";

  public static final String ANALYTICS_DESIGNS = "pet.analytics.designs";
  public static final String ANALYTICS_ORDERS = "pet.analytics.orders";
  public static final String ANALYTICS_OPTIONS = "pet.analytics.options";
  public static final String ANALYTICS_FUNNEL = "pet.analytics.funnel";
  public static final String ANALYTICS_FULFILMENT = "pet.analytics.fulfilment";
  public static final String ANALYTICS_WEBHOOKS = "pet.analytics.webhooks";

  /** What came after its window had closed, counted as it would have been in time. */
  public static final String ANALYTICS_LATE = "pet.analytics.late";

  /** How far each rollup has come: windows that end before are complete, empty ones included. */
  public static final String ANALYTICS_WATERMARKS = "pet.analytics.watermarks";

  /** The topics that events are relayed to; kept for ever. */
  public static final List<String> EVENTS =
      List.of(USER_EVENTS, DESIGN_EVENTS, ORDER_EVENTS, WEBHOOK_EVENTS);

  /** The compacted topics that dashboards read. */
  public static final List<String> ANALYTICS =
      List.of(
          ANALYTICS_DESIGNS,
          ANALYTICS_ORDERS,
          ANALYTICS_OPTIONS,
          ANALYTICS_FUNNEL,
          ANALYTICS_FULFILMENT,
          ANALYTICS_WEBHOOKS);

  private Topics() {}

  /** The one topic that a module's events go to; no other module's go there. */
  public static String ofModule(ModuleName module) {
    return switch (module) {
      case BUILDER -> DESIGN_EVENTS;
      case ORDER -> ORDER_EVENTS;
      case USER -> USER_EVENTS;
      case WEBHOOK -> WEBHOOK_EVENTS;
      case ANALYTICS -> throw new IllegalArgumentException("analytics publishes no events");
    };
  }

  /** The topic of an event's type: {@code design.created} goes to {@code pet.design.events}. */
  public static String ofType(String type) {
    int dot = type.indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException("not an event type: " + type);
    }
    return "pet." + type.substring(0, dot) + ".events";
  }

  /** The topic that an event goes to. */
  public static String of(Class<? extends DomainEvent> type) {
    return ofType(EventTypes.nameOf(type));
  }

  /** Where consumers put what cannot be processed. */
  public static String deadLetters(String topic) {
    return topic + ".dlq";
  }

  /** The Redis channel on which events of a type are announced. */
  public static String channel(String type) {
    return "pet.events." + type;
  }
}
