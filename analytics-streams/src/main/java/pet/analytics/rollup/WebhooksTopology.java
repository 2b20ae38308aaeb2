package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.util.Set;
import pet.messaging.Topics;

/** {@code pet.webhook.events} into {@code pet.analytics.webhooks}, by the deliveries' topic. */
public final class WebhooksTopology extends RollupTopology<WebhookCounts> {

  private static final JsonRecordReader<Delivery> DELIVERY = JsonRecordReader.of(Delivery.class);

  /** More topics than senders have; what is longer is none. */
  private static final int LONGEST_TOPIC = 100;

  private record Delivery(String topic, Long lagMillis) {}

  public WebhooksTopology(RollupTimes times, MetricRegistry registry) {
    super("webhooks", Topics.WEBHOOK_EVENTS, Topics.ANALYTICS_WEBHOOKS, times, registry);
  }

  @Override
  public Set<String> estimates() {
    return Set.of("lagP50", "lagP99");
  }

  @Override
  public boolean hasDimension() {
    return true;
  }

  @Override
  public WebhookCounts empty() {
    return new WebhookCounts();
  }

  @Override
  public WebhookCounts read(DataInput in) throws IOException {
    return WebhookCounts.read(in);
  }

  @Override
  public boolean counts(String type) {
    return type.equals("webhook.received")
        || type.equals("webhook.processed")
        || type.equals("webhook.dead");
  }

  @Override
  public void count(SourceEvent event, Tally<WebhookCounts> tally) throws UnreadableEvent {
    Delivery delivery = event.dataAs(DELIVERY);
    String topic = event.present(delivery.topic(), "topic");
    if (topic.isEmpty()
        || topic.length() > LONGEST_TOPIC
        || topic.chars().anyMatch(Character::isISOControl)) {
      throw new UnreadableEvent("the topic of " + event.type() + " is none");
    }
    switch (event.type()) {
      case "webhook.received" -> tally.add(event.time(), topic, WebhookCounts::received);
      case "webhook.dead" -> tally.add(event.time(), topic, WebhookCounts::dead);
      default -> {
        long lag = event.present(delivery.lagMillis(), "lagMillis");
        tally.add(event.time(), topic, counts -> counts.processed(Math.max(0, lag)));
      }
    }
  }
}
