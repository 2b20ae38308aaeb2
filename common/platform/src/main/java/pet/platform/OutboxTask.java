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
 * the parked aggregates of the modules that run here; {@code ?release=ID} lets one go on, once what
 * stopped it is mended. One that is stopped again is parked again.
 */
final class OutboxTask extends Task {

  private static final String RELEASE = "release";

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
    if (released.isEmpty()) {
      list(output);
    } else {
      released.forEach(aggregate -> release(aggregate, output));
    }
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
