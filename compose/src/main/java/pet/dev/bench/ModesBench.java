package pet.dev.bench;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.net.URI;
import java.util.UUID;
import pet.domain.builder.DesignId;

/** What a call costs by where the module runs; {@code scripts/bench-modes} has the store ready. */
public final class ModesBench {

  private ModesBench() {}

  /** Takes the builder's address, the backend's that forwards to it, and the id of a design. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: ModesBench BUILDER_URL BACKEND_URL DESIGN_ID");
      System.exit(2);
    }
    BootstrapLogging.bootstrap(Level.WARN);
    URI builder = URI.create(args[0]);
    URI backend = URI.create(args[1]);

    LocalCalls local = new LocalCalls();
    Row.atMost(
        "a contract call in the process, over a plain call", local.overheadNanos(), "ns", 1_000);
    check(local.calls() > 0, "no local call was made");

    RemoteCalls remote = new RemoteCalls();
    remote.run(builder, new DesignId(UUID.fromString(args[2])));
    Row.atMost(
        "a contract call to another process, to the request sent straight (p50 %.2f, %.2f ms)"
            .formatted(remote.calledMillis(), remote.sentMillis()),
        remote.calledMillis() / remote.sentMillis(),
        "x",
        1.3);

    Forwarding forwarding = new Forwarding();
    forwarding.run(builder, backend, "/api/catalog");
    check(forwarding.failed() == 0, forwarding.failed() + " requests failed");
    System.out.println(forwarding.summary());
    Row.atMost(
        "forwarding adds at p50, 300 requests a second", forwarding.addedMillis(0.5), "ms", 2);
    Row.atMost(
        "forwarding adds at p99, 300 requests a second", forwarding.addedMillis(0.99), "ms", 5);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      System.err.println(otherwise);
      System.exit(1);
    }
  }
}
