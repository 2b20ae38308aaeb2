package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.demo.StoreHttp.Reply;
import pet.platform.login.DevelopmentTokens;
import pet.testing.shopify.SignedWebhook;

/**
 * The sender and the judge of {@code make chaos-webhooks}; {@code scripts/chaos-webhooks} does the
 * killing meanwhile. What was answered with a 200 must be in the log, once and processed, and each
 * order there, once, with a history that can be, with the pieces and the money that its refunds,
 * edits and parcels leave; also the orders whose deliveries the shop gave up, which reconciliation
 * finds.
 */
public final class WebhookChaos {

  /** The lease of a reconciliation that was killed at work ends after 6 minutes. */
  private static final Duration SETTLE = Duration.ofMinutes(8);

  private static final String RECONCILED = "shopify-reconciliation";
  private static final int PIECES = 3;
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final StoreHttp ingest;
  private final StoreHttp orders;
  private final String staff;
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();

  private WebhookChaos(StoreHttp ingest, StoreHttp orders, String staff) {
    this.ingest = ingest;
    this.orders = orders;
    this.staff = staff;
  }

  /**
   * Sends, waits and judges.
   *
   * @param args ingest's address, the order module's, the key of the tokens, for how many seconds
   *     to send, a file whose being there says that nothing is killed any more, and the port of the
   *     shop's Admin API
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 6) {
      System.err.println(
          "usage: WebhookChaos INGEST_URL ORDERS_URL KEY SECONDS QUIET_FILE ADMIN_PORT");
      System.exit(2);
    }
    Demo.prepareClients();
    String staff = DevelopmentTokens.at(Path.of(args[2])).mint("chaos-staff", "staff", null);
    WebhookChaos chaos =
        new WebhookChaos(
            new StoreHttp(URI.create(args[0])), new StoreHttp(URI.create(args[1])), staff);
    boolean right;
    try (AdminShop admin = new AdminShop(Integer.parseInt(args[5]))) {
      right = chaos.run(Duration.ofSeconds(Long.parseLong(args[3])), Path.of(args[4]), admin);
    }
    System.exit(right ? 0 : 1);
  }

  private boolean run(Duration sending, Path quiet, AdminShop admin) throws InterruptedException {
    long seed = System.nanoTime();
    System.out.printf("sending for %d s, seed %d%n", sending.toSeconds(), seed);
    RetryingShop shop = new RetryingShop(ingest, admin, new Random(seed), Instant.now());
    shop.send(sending);
    while (!Files.exists(quiet)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    shop.finish();
    List<JsonNode> log = judged(shop);
    System.out.printf(
        "%d deliveries of %d orders were taken, in %d requests (%d refused or without an answer, %d duplicates on purpose)%n",
        shop.sent().size(),
        shop.orders().size(),
        shop.requests(),
        shop.failures(),
        shop.duplicates());
    List<JsonNode> found = log.stream().filter(WebhookChaos::isReconciled).toList();
    System.out.printf(
        "%d deliveries were given up by the shop; reconciliation found %d orders, missing or old, and brought %d deliveries%n",
        shop.givenUp().size(),
        found.stream().map(row -> row.get("lane").asText()).distinct().count(),
        found.size());
    if (shop.givenUp().isEmpty() || found.isEmpty()) {
      lost.add("the point of it: nothing was given up, or nothing found");
    }
    lost.forEach(what -> System.out.println("lost: " + what));
    doubled.forEach(what -> System.out.println("doubled: " + what));
    System.out.printf("lost = %d, doubled = %d%n", lost.size(), doubled.size());
    return lost.isEmpty() && doubled.isEmpty();
  }

  /** Judges until all is right, for reconciliation takes its time, or it takes too long. */
  private List<JsonNode> judged(RetryingShop shop) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      List<JsonNode> log = settled(deadline);
      lost.clear();
      doubled.clear();
      judgeDeliveries(shop.sent(), log);
      judgeOrders(shop.orders());
      if ((lost.isEmpty() && doubled.isEmpty()) || System.nanoTime() > deadline) {
        return log;
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean isReconciled(JsonNode row) {
    return row.get("source").asText().equals(RECONCILED);
  }

  /** The whole log once nothing in it is on its way, or as it is when that takes too long. */
  private List<JsonNode> settled(long deadline) throws InterruptedException {
    while (true) {
      boolean last = System.nanoTime() > deadline;
      try {
        int open = 0;
        for (String status : List.of("PENDING", "RETRYING", "WAITING")) {
          open += page("/api/webhooks/deliveries?limit=1&status=" + status).get("items").size();
        }
        if (open == 0 || last) {
          return all(ingest, "/api/webhooks/deliveries?limit=100");
        }
      } catch (NoAnswer | IllegalStateException e) {
        if (last) {
          throw new IllegalStateException("the log cannot be read", e);
        }
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  private JsonNode page(String path) throws NoAnswer {
    return page(ingest, path);
  }

  private JsonNode page(StoreHttp where, String path) throws NoAnswer {
    Reply reply = where.get(path, staff);
    if (reply.status() != 200) {
      throw new IllegalStateException(path + " answers " + reply.status());
    }
    return reply.json();
  }

  private List<JsonNode> all(StoreHttp where, String path) throws NoAnswer {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page(where, path + cursor);
      page.get("items").forEach(items::add);
      String next = page.get("nextCursor").textValue();
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    return items;
  }

  private void judgeDeliveries(Set<SignedWebhook> sent, List<JsonNode> log) {
    Map<String, List<JsonNode>> rows = new HashMap<>();
    for (JsonNode row : log) {
      if (isReconciled(row)) {
        if (!row.get("status").asText().equals("PROCESSED")) {
          lost.add(
              "what reconciliation brought, %s, is %s".formatted(row.get("id"), row.get("status")));
        }
        continue;
      }
      rows.computeIfAbsent(row.get("webhookId").asText(), id -> new ArrayList<>()).add(row);
    }
    for (SignedWebhook webhook : sent) {
      String id = webhook.headers().get(SignedWebhook.WEBHOOK_ID);
      List<JsonNode> found = rows.getOrDefault(id, List.of());
      if (found.isEmpty()) {
        lost.add("delivery " + id + " was answered with 200 and is not in the log");
      } else if (found.size() > 1) {
        doubled.add("delivery " + id + " is in the log " + found.size() + " times");
      } else if (!found.get(0).get("status").asText().equals("PROCESSED")) {
        lost.add(
            "delivery %s is %s: %s"
                .formatted(id, found.get(0).get("status"), found.get(0).get("reason")));
      }
    }
  }

  private void judgeOrders(Map<Long, SoldOrder.Expected> expected) {
    Map<String, JsonNode> byNumber = new HashMap<>();
    try {
      for (JsonNode order : all(orders, "/api/orders?limit=100")) {
        String number = order.get("orderNumber").asText();
        if (byNumber.put(number, order) != null) {
          doubled.add("order " + number + " is there twice");
        }
      }
    } catch (NoAnswer e) {
      throw new IllegalStateException("the orders cannot be read", e);
    }
    expected.forEach(
        (number, right) -> {
          JsonNode found = byNumber.get(Long.toString(number));
          if (found == null) {
            lost.add("order " + number);
          } else {
            judgeOrder("order " + number, found, right);
          }
        });
  }

  /** Less than was told is lost, more is doubled. */
  private void judgeOrder(String order, JsonNode found, SoldOrder.Expected right) {
    if (!found.get("status").asText().equals(right.status().name())) {
      lost.add(order + " is " + found.get("status") + " and not " + right.status());
    } else if (!Chaos.isLegal(found.get("history"))) {
      doubled.add(order + " has the history " + found.get("history"));
    }
    JsonNode line = found.at("/items/0");
    judge(order + ": refunded pieces", line.get("refundedQuantity"), right.refunded());
    judge(order + ": sent pieces", line.get("fulfilledQuantity"), right.fulfilled());
    // What is taken away twice is less than it should be.
    judge(
        order + ": pieces gone", PIECES - line.get("quantity").asInt(), PIECES - right.quantity());
    JsonNode totals = found.get("totals");
    judgeMoney(order + ": refunded", totals.at("/refunded/amount"), right.refundedMoney());
    judgeMoney(order + ": comes to", totals.at("/current/amount"), right.total());
  }

  private void judge(String what, JsonNode found, int right) {
    judge(what, found.asInt(), right);
  }

  private void judge(String what, int found, int right) {
    if (found != right) {
      (found > right ? doubled : lost).add(what + ": " + found + " and not " + right);
    }
  }

  private void judgeMoney(String what, JsonNode found, String right) {
    int difference = new BigDecimal(found.asText("0")).compareTo(new BigDecimal(right));
    if (difference != 0) {
      (difference > 0 ? doubled : lost).add(what + ": " + found.asText() + " and not " + right);
    }
  }
}
