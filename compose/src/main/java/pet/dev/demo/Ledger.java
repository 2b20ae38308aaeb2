package pet.dev.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What was sent, and confirmed by the store. */
final class Ledger {

  private final List<SentDesign> designs = new ArrayList<>();
  private final List<Long> confirmedAt = new ArrayList<>();
  private final List<SentOrder> orders = new ArrayList<>();
  private final Set<String> shareTokens = new HashSet<>();
  private final AtomicInteger unknownDesigns = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicInteger actions = new AtomicInteger();
  private final Set<String> complaints = new HashSet<>();
  final Latencies designLatency = new Latencies();
  final Latencies webhookLatency = new Latencies();
  final Latencies lateness = new Latencies();

  synchronized void created(SentDesign design, long atNanos) {
    designs.add(design);
    confirmedAt.add(atNanos);
  }

  synchronized void shared(String token) {
    shareTokens.add(token);
  }

  synchronized void placed(SentOrder order) {
    orders.add(order);
  }

  /** A design's request got no answer: it may be there or not. */
  void unknownDesign() {
    unknownDesigns.incrementAndGet();
  }

  void error(String complaint) {
    errors.incrementAndGet();
    synchronized (this) {
      if (complaints.size() < 10) {
        complaints.add(complaint);
      }
    }
  }

  void retried() {
    retries.incrementAndGet();
  }

  void acted() {
    actions.incrementAndGet();
  }

  /** A design of anybody, or null while there is none. */
  synchronized SentDesign anyDesign(Random random) {
    return designs.isEmpty() ? null : RealisticDesigns.oneOf(designs, random);
  }

  synchronized List<SentDesign> designs() {
    return List.copyOf(designs);
  }

  /** When each 201 came, by System.nanoTime(), in ascending order. */
  synchronized long[] confirmedAt() {
    return confirmedAt.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Orders whose creation the store has taken. */
  synchronized List<SentOrder> orders() {
    return orders.stream().filter(SentOrder::isCreated).toList();
  }

  synchronized Collection<String> shareTokens() {
    return Set.copyOf(shareTokens);
  }

  synchronized Collection<String> complaints() {
    return Set.copyOf(complaints);
  }

  int unknownDesigns() {
    return unknownDesigns.get();
  }

  int errors() {
    return errors.get();
  }

  int retries() {
    return retries.get();
  }

  int actions() {
    return actions.get();
  }

  /** What the store has confirmed, as the table's first column. */
  Totals totals() {
    List<SentOrder> confirmed = orders();
    return new Totals(
        designs().size(),
        shareTokens().size(),
        confirmed.size(),
        confirmed.stream().filter(SentOrder::isShipped).count(),
        confirmed.stream().mapToLong(SentOrder::units).sum(),
        confirmed.stream().mapToLong(SentOrder::cents).sum());
  }
}
