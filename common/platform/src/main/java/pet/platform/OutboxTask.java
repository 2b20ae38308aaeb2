package pet.platform;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pet.domain.ModuleName;
import pet.messaging.Relay;

/**
 * What operators do about events that stopped: {@code POST /tasks/outbox} on the admin port lists
 * the parked aggregates of the modules that run here, and what was discarded last; {@code
 * ?release=ID} lets one go on, once what stopped it is mended. One that is stopped again is parked
 * again. {@code ?discard=ID&by=…&reason=…} gives up the one event that nothing will mend, and lets
 * the rest go on.
 */
final class OutboxTask extends Task {

  private static final String RELEASE = "release";
  private static final String DISCARD = "discard";
  private static final int LAST = 20;
  private static final int LONGEST = 500;

  private final Map<ModuleName, Relay> relays = new TreeMap<>();

  OutboxTask() {
    super("outbox", "text/plain;charset=UTF-8");
  }

  void add(ModuleName module, Relay relay) {
    relays.put(module, relay);
  }

  @Override
  public void execute(Map<String, List<String>> parameters, PrintWriter output) {
    List<String> released = parameters.getOrDefault(RELEASE, List.of());
    List<String> discarded = parameters.getOrDefault(DISCARD, List.of());
    if (!discarded.isEmpty()) {
      discard(discarded, needed(parameters, "by"), needed(parameters, "reason"), output);
    } else if (released.isEmpty()) {
      list(output);
    } else {
      released.forEach(aggregate -> release(aggregate, output));
    }
  }

  private static String needed(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is needed, of at most " + LONGEST + " characters"));
  }

  private void discard(List<String> aggregates, String by, String reason, PrintWriter output) {
    for (String aggregate : aggregates) {
      List<Relay.Discarded> all =
          relays.values().stream()
              .flatMap(relay -> relay.discard(aggregate, by, reason).stream())
              .toList();
      all.forEach(one -> output.println("discarded: " + words(one)));
      if (all.isEmpty()) {
        output.println("nothing of " + aggregate + " is parked here");
      }
    }
  }

  private static String words(Relay.Discarded one) {
    return one.type()
        + " "
        + one.eventId()
        + " of "
        + one.aggregateId()
        + " at "
        + one.at()
        + " by "
        + one.by()
        + ": "
        + one.reason();
  }

  private void list(PrintWriter output) {
    relays.forEach(
        (module, relay) -> {
          List<Relay.Parked> parked = relay.parked();
          output.println(
              module.key() + ": " + (parked.isEmpty() ? "nothing" : parked.size()) + " parked");
          parked.forEach(
              one ->
                  output.println(
                      "  "
                          + one.aggregateId()
                          + " since "
                          + one.since()
                          + ", "
                          + one.events()
                          + " events, the first "
                          + one.type()
                          + ": "
                          + one.reason()));
          relay.discarded(LAST).forEach(one -> output.println("  discarded: " + words(one)));
        });
  }

  private void release(String aggregate, PrintWriter output) {
    int all = 0;
    for (Map.Entry<ModuleName, Relay> outbox : relays.entrySet()) {
      int events = outbox.getValue().release(aggregate);
      all += events;
      if (events > 0) {
        output.println(
            outbox.getKey().key() + ": " + events + " events of " + aggregate + " go on");
      }
    }
    if (all == 0) {
      output.println("nothing of " + aggregate + " is parked here");
    }
  }
}
