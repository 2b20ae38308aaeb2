package pet.dev.bench;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import pet.dev.CommittedTopics;
import pet.dev.DevServers;
import pet.dev.Variables;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * The parts of {@code make bench-analytics}; {@code scripts/bench-analytics} runs the processes.
 * Figures go to stdout, one a line.
 */
public final class AnalyticsBench {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final int ROUNDS = 3;

  /** So much of the events is counted before a topology's time begins. */
  private static final double WARM = 0.25;

  private static final boolean CURVE = !Variables.text("CURVE", "").isEmpty();

  /**
   * Of a rollup.
   *
   * @param sources the topics of events that it reads
   * @param events how many of a turn of the mix are in them
   * @param counted how many of a turn it counts in what the watch adds up
   */
  private record Share(List<String> sources, int events, int counted) {}

  private static final Map<String, Share> SHARES =
      Map.of(
          "designs", new Share(List.of(Topics.DESIGN_EVENTS), 12, 6),
          "options", new Share(List.of(Topics.DESIGN_EVENTS, Topics.ORDER_EVENTS), 17, 9),
          "funnel", new Share(List.of(Topics.DESIGN_EVENTS, Topics.ORDER_EVENTS), 17, 9),
          "orders", new Share(List.of(Topics.ORDER_EVENTS), 5, 3),
          "fulfilment", new Share(List.of(Topics.ORDER_EVENTS), 5, 2),
          "webhooks", new Share(List.of(Topics.WEBHOOK_EVENTS), 3, 2));

  private final KafkaSettings kafka = KafkaSettings.at(DevServers.kafkaFromEnvironment());

  private AnalyticsBench() {}

  /**
   * Does one of them.
   *
   * @param args {@code produce N}, {@code read ROLLUP}, {@code watch ROLLUP N} or {@code latency
   *     RATE SECONDS}
   */
  public static void main(String[] args) throws Exception {
    BootstrapLogging.bootstrap(Level.ERROR);
    AnalyticsBench bench = new AnalyticsBench();
    switch (args.length == 0 ? "" : args[0]) {
      case "produce" -> bench.produce(Long.parseLong(args[1]));
      case "read" -> bench.read(SHARES.get(args[1]));
      case "watch" -> bench.watch(args[1], SHARES.get(args[1]), Long.parseLong(args[2]));
      case "latency" ->
          new CommitToRollup(bench.kafka)
              .measure(Integer.parseInt(args[1]), Duration.ofSeconds(Long.parseLong(args[2])));
      default -> {
        System.err.println(
            "usage: AnalyticsBench produce N | read ROLLUP | watch ROLLUP N | latency RATE SECONDS");
        System.exit(2);
      }
    }
  }

  private void produce(long number) {
    Map<String, Object> config = kafka.producerProperties();
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    long begin = System.nanoTime();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      new EventMix(number, Instant.now().minus(HOUR), HOUR).send(producer);
    }
    System.out.printf("%.0f%n", number / seconds(begin));
  }

  /** The reference: polls and parses, and does nothing with it. The median of some rounds. */
  private void read(Share share) throws IOException {
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      try (KafkaConsumer<String, byte[]> consumer = CommittedTopics.consumer(kafka)) {
        List<TopicPartition> partitions = CommittedTopics.assignAll(consumer, share.sources());
        long events = consumer.endOffsets(partitions).values().stream().mapToLong(l -> l).sum();
        long begin = 0;
        long first = 0;
        long fields = 0;
        for (long seen = 0; seen < events; ) {
          for (ConsumerRecord<String, byte[]> event : consumer.poll(POLL)) {
            // A relay's watermark has no value.
            fields += event.value() == null ? 0 : JSON.readTree(event.value()).size();
            seen++;
          }
          if (begin == 0 && seen > 0) {
            begin = System.nanoTime();
            first = seen;
          }
        }
        if (fields == 0) {
          throw new IllegalStateException("nothing was parsed");
        }
        if (round > 0) {
          rates.add((events - first) / seconds(begin));
        }
      }
    }
    Collections.sort(rates);
    System.out.printf("%.0f%n", rates.get(ROUNDS / 2));
  }

  /**
   * How fast the events are counted: once a quarter of them is, for the plain consumer has had a
   * whole round to get warm; and beside it from the first value on its topic. On stderr, if asked
   * for, how the count grew.
   */
  private void watch(String rollup, Share share, long number) throws IOException {
    long all = number / EventMix.SLOTS * share.counted();
    double events = (double) share.events() / share.counted();
    Map<String, Long> days = new HashMap<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Growth whole = null;
    Growth warm = null;
    Growth second = null;
    long counted = 0;
    try (KafkaConsumer<String, byte[]> consumer = CommittedTopics.consumer(kafka)) {
      CommittedTopics.assignAll(consumer, List.of("pet.analytics." + rollup));
      while (counted < all) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(counted + " of " + all + " are counted, and no more");
        }
        for (ConsumerRecord<String, byte[]> value : consumer.poll(POLL)) {
          if (value.key().startsWith("day|")) {
            days.put(value.key(), counted(rollup, JSON.readTree(value.value())));
          }
        }
        counted = days.values().stream().mapToLong(l -> l).sum();
        if (whole == null && counted > 0) {
          whole = new Growth(counted);
          second = whole;
        }
        if (warm == null && counted >= all * WARM) {
          warm = new Growth(counted);
        }
        if (CURVE && second != null && (second.seconds() >= 1 || counted >= all)) {
          System.err.printf(
              "%s: %5.1f s %8.0f a second, %2d %%%n",
              rollup, whole.seconds(), second.to(counted) * events, counted * 100 / all);
          second = new Growth(counted);
        }
      }
    }
    if (counted > all) {
      throw new IllegalStateException(counted + " are counted of " + all);
    }
    System.out.printf("%.0f %.0f%n", warm.to(counted) * events, whole.to(counted) * events);
  }

  /** From a count on. */
  private static final class Growth {
    private final long from;
    private final long begin = System.nanoTime();

    Growth(long from) {
      this.from = from;
    }

    double seconds() {
      return AnalyticsBench.seconds(begin);
    }

    /** A second. */
    double to(long counted) {
      return (counted - from) / seconds();
    }
  }

  private static long counted(String rollup, JsonNode value) {
    return switch (rollup) {
      case "designs" -> value.get("created").asLong();
      case "orders" -> value.get("orders").asLong();
      case "funnel" -> value.get("created").asLong() + value.get("ordered").asLong();
      case "options" -> sizes(value.get("designs")) + sizes(value.get("orderedUnits"));
      case "fulfilment" -> value.get("count").asLong();
      default -> value.get("received").asLong();
    };
  }

  private static long sizes(JsonNode options) {
    long sum = 0;
    for (JsonNode size : options.get("sizes")) {
      sum += size.get("count").asLong();
    }
    return sum;
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
