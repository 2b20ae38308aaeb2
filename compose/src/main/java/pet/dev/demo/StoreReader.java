package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.demo.StoreHttp.Reply;
import pet.domain.Money;

/** Reads what the store has: designs, orders, and what analytics counted. */
final class StoreReader {

  private static final int PAGE = 100;

  private final StoreHttp store;
  private final String staff;
  private final Instant from;

  /**
   * @param staff a token with the role {@code staff}
   * @param start of the run; rollups are summed from that day on
   */
  StoreReader(StoreHttp store, String staff, Instant start) {
    this.store = store;
    this.staff = staff;
    this.from = start.truncatedTo(ChronoUnit.DAYS);
  }

  /** What analytics counted, of a store that has just started and may still be reading it. */
  Totals countedOnceItCan(Duration atMost) throws NoAnswer, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      try {
        return counted();
      } catch (UnexpectedAnswer e) {
        if (e.status != 503 || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /** What analytics counted since the day of the start. */
  Totals counted() throws NoAnswer {
    long created = 0;
    long shared = 0;
    for (JsonNode row : rollups("designs")) {
      created += row.path("created").asLong();
      shared += row.path("shared").asLong();
    }
    long orders = 0;
    long shipped = 0;
    long units = 0;
    long cents = 0;
    for (JsonNode row : rollups("orders")) {
      orders += row.path("orders").asLong();
      shipped += row.path("byStatus").path("SHIPPED").asLong();
      units += row.path("units").asLong();
      for (JsonNode sum : row.path("revenue")) {
        if (sum.path("currencyCode").asText().equals("USD")) {
          cents += money(sum);
        }
      }
    }
    return new Totals(created, shared, orders, shipped, units, cents);
  }

  /** Designs created, by the day's start as in a rollup's key. */
  Map<String, Long> designsByDay() throws NoAnswer {
    Map<String, Long> days = new HashMap<>();
    for (JsonNode row : rollups("designs")) {
      days.put(row.get("windowStart").asText(), row.path("created").asLong());
    }
    return days;
  }

  private JsonNode rollups(String name) throws NoAnswer {
    // The run may pass midnight.
    Instant to = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.DAYS);
    String path = "/api/analytics/" + name + "?grain=day&from=" + from + "&to=" + to;
    return expect(200, path, store.get(path, staff)).get("rows");
  }

  /** Ids of a customer's designs. */
  List<String> designs(Customer customer) throws NoAnswer {
    List<String> ids = new ArrayList<>();
    pages("/api/designs?limit=" + PAGE, customer.token(), item -> ids.add(item.get("id").asText()));
    return ids;
  }

  /** All orders, for staff. */
  List<JsonNode> orders() throws NoAnswer {
    List<JsonNode> orders = new ArrayList<>();
    pages("/api/orders?limit=" + PAGE, staff, orders::add);
    return orders;
  }

  private void pages(String path, String token, Consumer<JsonNode> visitor) throws NoAnswer {
    String cursor = null;
    do {
      String page = cursor == null ? path : path + "&cursor=" + encode(cursor);
      JsonNode list = expect(200, path, store.get(page, token));
      list.get("items").forEach(visitor);
      cursor = list.path("nextCursor").textValue();
    } while (cursor != null);
  }

  /** Whether a share's link leads to a design. */
  boolean isShared(String token) throws NoAnswer {
    return store.get("/api/designs/shared/" + token, null).status() == 200;
  }

  /** An order as its customer finds it, or null. */
  JsonNode lookup(SentOrder order) throws NoAnswer {
    String path = "/api/orders/" + order.number();
    Reply reply = store.get(path + "?email=" + encode(order.email()), null);
    if (reply.status() == 429) {
      // Guessing is limited, and we ask for many: staff may.
      reply = store.get(path, staff);
    }
    return reply.status() == 200 ? reply.json() : null;
  }

  /** Sums up orders as the store reads them out. */
  static Totals stored(long designs, long shares, List<JsonNode> orders) {
    long shipped = 0;
    long units = 0;
    long cents = 0;
    for (JsonNode order : orders) {
      shipped += order.path("status").asText().equals("SHIPPED") ? 1 : 0;
      for (JsonNode item : order.path("items")) {
        units += item.path("quantity").asLong();
      }
      cents += money(order.path("totals").path("total"));
    }
    return new Totals(designs, shares, orders.size(), shipped, units, cents);
  }

  private static long money(JsonNode money) {
    return Money.of(money.path("amount").textValue(), money.path("currencyCode").textValue())
        .minorUnits();
  }

  private static JsonNode expect(int status, String path, Reply reply) {
    if (reply.status() != status) {
      throw new UnexpectedAnswer(path, reply);
    }
    return reply.json();
  }

  /** The store answered what leaves nothing to compare. */
  static final class UnexpectedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    UnexpectedAnswer(String path, Reply reply) {
      super("GET " + path + " answered " + reply.status() + ": " + reply.body());
      status = reply.status();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
