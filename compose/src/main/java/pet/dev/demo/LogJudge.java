package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the log against what was delivered: what was taken is in it, once, processed and explained;
 * nothing else is, least of all what was refused.
 */
final class LogJudge {

  private static final String RECONCILED = "shopify-reconciliation";

  private final List<RetryingSender> senders;
  private final StripeAccount stripe;
  private final LoginProvider provider;

  LogJudge(List<RetryingSender> senders, StripeAccount stripe, LoginProvider provider) {
    this.senders = senders;
    this.stripe = stripe;
    this.provider = provider;
  }

  static boolean isReconciled(JsonNode row) {
    return row.get("source").asText().equals(RECONCILED);
  }

  void judge(List<JsonNode> log, Findings findings) {
    Map<String, List<JsonNode>> rows = new HashMap<>();
    for (JsonNode row : log) {
      if (!isReconciled(row)) {
        rows.computeIfAbsent(Delivery.idOf(row), id -> new ArrayList<>()).add(row);
      } else if (!isProcessed(row)) {
        findings.lost(
            "what reconciliation brought, %s, is %s".formatted(row.get("id"), row.get("status")));
      }
    }
    Set<String> known = new HashSet<>();
    for (RetryingSender sender : senders) {
      sender.taken().forEach(delivery -> judgeTaken(delivery.id(), rows, findings));
      sender.taken().forEach(delivery -> known.add(delivery.id()));
      // One whose every answer was lost may be there all the same.
      sender.givenUp().forEach(delivery -> known.add(delivery.id()));
    }
    rows.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> findings.doubled("delivery " + id + " was not taken, and is in the log"));
    judgePayments(rows, findings);
    judgeLogins(rows, findings);
  }

  private static boolean isProcessed(JsonNode row) {
    return row.get("status").asText().equals("PROCESSED");
  }

  private static void judgeTaken(String id, Map<String, List<JsonNode>> rows, Findings findings) {
    List<JsonNode> found = rows.getOrDefault(id, List.of());
    if (found.isEmpty()) {
      findings.lost("delivery " + id + " was answered with 200 and is not in the log");
    } else if (found.size() > 1) {
      findings.doubled("delivery " + id + " is in the log " + found.size() + " times");
    } else if (!isProcessed(found.get(0))) {
      findings.lost(
          "delivery %s is %s: %s"
              .formatted(id, found.get(0).get("status"), found.get(0).get("reason")));
    }
  }

  /** Of the events that tell of one payment, one had the effect, and the log says why no other. */
  private void judgePayments(Map<String, List<JsonNode>> rows, Findings findings) {
    stripe
        .payments()
        .forEach(
            (order, ids) ->
                findings.compare("payments that moved order " + order, effects(rows, ids), 1));
    findings.compare("refunds of Stripe that had an effect", effects(rows, stripe.refunds()), 0);
  }

  /** The newest version and a deletion had their effect; what was older may have had one. */
  private void judgeLogins(Map<String, List<JsonNode>> rows, Findings findings) {
    provider
        .people()
        .forEach(
            (person, expected) -> {
              if (!expected.isDeleted()) {
                findings.compare(
                    "effects of the newest version of " + person,
                    effects(rows, Set.of(expected.newest())),
                    1);
              } else if (rows.getOrDefault(expected.newest(), List.of()).stream()
                  .noneMatch(row -> row.get("reason").asText().contains("erased"))) {
                findings.lost("that " + person + " is deleted");
              }
            });
  }

  /** How many of them were done without a reason why not. */
  private static int effects(Map<String, List<JsonNode>> rows, Set<String> ids) {
    return (int)
        ids.stream()
            .flatMap(id -> rows.getOrDefault(id, List.of()).stream())
            .filter(row -> isProcessed(row) && row.get("reason").isNull())
            .count();
  }
}
