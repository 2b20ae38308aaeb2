package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.demo.StoreReader.UnexpectedAnswer;

/** Waits until the store has processed all, and compares what it has with what was sent. */
final class FinalComparison {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

  private final StoreReader reader;
  private final Ledger ledger;
  private final List<Customer> customers;
  private final Totals before;

  /**
   * @param before what analytics had counted before the run
   */
  FinalComparison(StoreReader reader, Ledger ledger, List<Customer> customers, Totals before) {
    this.reader = reader;
    this.ledger = ledger;
    this.customers = customers;
    this.before = before;
  }

  /**
   * What came out.
   *
   * @param lost what the store has confirmed, and does not have or has not counted
   * @param doubled what it has or has counted more often than it was sent
   * @param existing of the designs without an answer, how many are there
   */
  record Outcome(
      Totals sent,
      Totals stored,
      Totals counted,
      List<String> lost,
      List<String> doubled,
      long existing) {

    boolean isEqual() {
      return lost.isEmpty() && doubled.isEmpty();
    }

    List<String> differences() {
      List<String> all = new ArrayList<>(lost);
      all.addAll(doubled);
      return all;
    }
  }

  /** Looks again and again until all is equal, or for so long. */
  Outcome settle(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    Map<Long, JsonNode> settled = new LinkedHashMap<>();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        boolean allThere = lookUp(settled);
        if (last || (allThere && reader.counted().minus(before).orders() >= settled.size())) {
          Outcome outcome = compare(settled);
          if (last || outcome.isEqual()) {
            return outcome;
          }
        }
      } catch (NoAnswer | UnexpectedAnswer e) {
        if (last) {
          throw new IllegalStateException("the store does not tell what it has", e);
        }
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  /** Looks up the orders that have not come to their expected status yet. */
  private boolean lookUp(Map<Long, JsonNode> settled) throws NoAnswer {
    boolean all = true;
    for (SentOrder order : ledger.orders()) {
      JsonNode known = settled.get(order.number());
      if (isAsExpected(order, known)) {
        continue;
      }
      JsonNode found = reader.lookup(order);
      if (found != null) {
        settled.put(order.number(), found);
      }
      all &= isAsExpected(order, found);
    }
    return all;
  }

  private static boolean isAsExpected(SentOrder order, JsonNode found) {
    return found != null && found.path("status").asText().equals(order.expected().name());
  }

  private Outcome compare(Map<Long, JsonNode> orders) throws NoAnswer {
    Set<String> designs = new HashSet<>();
    for (Customer customer : customers) {
      designs.addAll(reader.designs(customer));
    }
    long shares = 0;
    for (String token : ledger.shareTokens()) {
      shares += reader.isShared(token) ? 1 : 0;
    }
    Totals sent = ledger.totals();
    Totals stored = StoreReader.stored(designs.size(), shares, List.copyOf(orders.values()));
    Totals counted = reader.counted().minus(before);

    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    long missing = ledger.designs().stream().filter(d -> !designs.contains(d.id())).count();
    long existing = designs.size() - (sent.designs() - missing);
    if (missing > 0) {
      lost.add(missing + " confirmed designs are not there");
    }
    if (existing > ledger.unknownDesigns()) {
      doubled.add(existing - ledger.unknownDesigns() + " designs that nobody sent");
    }
    // A design whose request got no answer is right either way, if it is counted as it is stored.
    compareRow("designs", stored.designs(), stored.designs(), counted.designs(), lost, doubled);
    compareRow("shares", sent.shares(), stored.shares(), counted.shares(), lost, doubled);
    compareRow("orders", sent.orders(), stored.orders(), counted.orders(), lost, doubled);
    compareRow("shipped", sent.shipped(), stored.shipped(), counted.shipped(), lost, doubled);
    compareRow("units", sent.units(), stored.units(), counted.units(), lost, doubled);
    compareRow("cents", sent.cents(), stored.cents(), counted.cents(), lost, doubled);
    for (SentOrder order : ledger.orders()) {
      if (!isAsExpected(order, orders.get(order.number()))) {
        lost.add("order " + order.number() + " is not " + order.expected());
      }
    }
    return new Outcome(sent, stored, counted, lost, doubled, existing);
  }

  private static void compareRow(
      String name, long sent, long stored, long counted, List<String> lost, List<String> doubled) {
    if (sent != stored || sent != counted) {
      String text = "%s: sent %d, stored %d, counted %d".formatted(name, sent, stored, counted);
      (Math.max(stored, counted) > sent ? doubled : lost).add(text);
    }
  }
}
