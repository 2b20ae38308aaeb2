package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the delivery log with what was sent: what was answered with 200 must be in it once and
 * be processed, and nothing else may be in it.
 */
final class DeliveryLogCheck {

  private static final String RECONCILED = "shopify-reconciliation";

  private final List<RetryingSender> senders;
  private final StripeAccount stripe;
  private final LoginProvider provider;

  DeliveryLogCheck(List<RetryingSender> senders, StripeAccount stripe, LoginProvider provider) {
    this.senders = senders;
    this.stripe = stripe;
    this.provider = provider;
  }

  static boolean isReconciled(JsonNode row) {
    return row.get("source").asText().equals(RECONCILED);
  }

  void check(List<JsonNode> log, Findings findings) {
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
      sender.taken().forEach(delivery -> checkTaken(delivery.id(), rows, findings));
      sender.taken().forEach(delivery -> known.add(delivery.id()));
      // A delivery that was given up may be there all the same: its answers may have been lost.
      sender.givenUp().forEach(delivery -> known.add(delivery.id()));
    }
    rows.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> findings.doubled("delivery " + id + " was not taken, and is in the log"));
    checkPayments(rows, findings);
    checkLogins(rows, findings);
  }

  private static boolean isProcessed(JsonNode row) {
    return row.get("status").asText().equals("PROCESSED");
  }

  private static void checkTaken(String id, Map<String, List<JsonNode>> rows, Findings findings) {
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

  /**
   * Exactly one of the events about a payment has an effect; the log says why the others have none.
   */
  private void checkPayments(Map<String, List<JsonNode>> rows, Findings findings) {
    stripe
        .payments()
        .forEach(
            (order, ids) ->
                findings.compare("payments that moved order " + order, effects(rows, ids), 1));
    findings.compare("refunds of Stripe that had an effect", effects(rows, stripe.refunds()), 0);
  }

  /** The newest version and a deletion must have had their effect; older versions may have. */
  private void checkLogins(Map<String, List<JsonNode>> rows, Findings findings) {
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

  /** How many of them were processed and had an effect: those have no reason in the log. */
  private static int effects(Map<String, List<JsonNode>> rows, Set<String> ids) {
    return (int)
        ids.stream()
            .flatMap(id -> rows.getOrDefault(id, List.of()).stream())
            .filter(row -> isProcessed(row) && row.get("reason").isNull())
            .count();
  }
}
