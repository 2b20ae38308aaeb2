package pet.dev.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import pet.messaging.Json;
import pet.platform.login.DevelopmentTokens;

/**
 * What the builder answers in a second, beside a reference of the same run; {@code
 * scripts/bench-builder} has the processes ready.
 */
public final class BuilderBench {

  private static final int CONNECTIONS = 32;
  private static final int DESIGNS = 50;
  private static final int ROUNDS = Integer.getInteger("bench.turns", 5);
  private static final String ALL = "quote read create";
  private static final Duration ROUND = Duration.ofSeconds(4);

  /** What is measured is a store that runs: it is compiled by then, and connected. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final byte[] CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold",
       "personalization":{"text":"LUNA","font":"block","threadColor":"#FFFFFF","position":"chest"}}"""
          .getBytes(UTF_8);

  private final ClosedLoop builder;
  private final ClosedLoop bare;
  private final String token;
  private final Rounds rounds;

  private BuilderBench(URI builder, URI bare, Path key, List<String> processes) throws Exception {
    rounds = new Rounds(ROUNDS, ROUND, WARM_UP, new ProcessorTime(processes));
    this.builder = new ClosedLoop(builder, CONNECTIONS);
    this.bare = new ClosedLoop(bare, CONNECTIONS);
    token = DevelopmentTokens.at(key).mint("bench-builder", null, null);
  }

  /**
   * Takes the builder's address, the reference's, the key of the tokens, pgbench's script, and
   * processes whose processor time is told.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println(
          "usage: BuilderBench BUILDER_URL BARE_URL KEY PGBENCH_SCRIPT [NAME=PID...]");
      System.exit(2);
    }
    BootstrapLogging.bootstrap(Level.WARN);
    BuilderBench bench =
        new BuilderBench(
            URI.create(args[0]),
            URI.create(args[1]),
            Path.of(args[2]),
            List.of(args).subList(4, args.length));
    Set<String> parts = Set.of(System.getProperty("bench.parts", ALL).split(" "));
    if (parts.contains("quote")) {
      bench.quote();
    }
    if (parts.contains("read")) {
      bench.read();
    }
    if (parts.contains("create")) {
      bench.create(Path.of(args[3]));
    }
  }

  private void quote() throws Exception {
    byte[] request = ClosedLoop.request("POST", "/api/designs/quote", null, CONFIG);
    keep("quote", builder.once(request, 200));
    byte[] reference = ClosedLoop.request("POST", "/bytes/quote", null, CONFIG);
    rounds.compare(
        "quote, to a bare resource with the same bytes",
        time -> builder.rate(time, () -> request, 200),
        time -> bare.rate(time, () -> reference, 200),
        0.7);
  }

  private void read() throws Exception {
    List<byte[]> requests = new ArrayList<>();
    byte[] body = null;
    for (int i = 0; i < DESIGNS; i++) {
      String id = Json.tolerant().readTree(builder.once(create(i), 201)).get("id").asText();
      requests.add(ClosedLoop.request("GET", "/api/designs/" + id, token, null));
      body = builder.once(requests.get(i), 200);
    }
    keep("design", body);
    byte[] reference = ClosedLoop.request("GET", "/bytes/design", token, null);
    AtomicInteger turn = new AtomicInteger();
    rounds.compare(
        "read of cached designs, to a bare resource with the same bytes",
        time ->
            builder.rate(
                time, () -> requests.get(Math.floorMod(turn.getAndIncrement(), DESIGNS)), 200),
        time -> bare.rate(time, () -> reference, 200),
        0.6);
  }

  private void create(Path script) throws Exception {
    AtomicInteger number = new AtomicInteger();
    PgBench pgbench = new PgBench(CONNECTIONS);
    rounds.compare(
        "create, to pgbench writing the same rows",
        time -> builder.rate(time, () -> create(number.getAndIncrement()), 201),
        time -> pgbench.rate(time, script),
        0.4);
  }

  private byte[] create(int number) {
    String body =
        "{\"name\":\"Bench " + number + "\",\"config\":" + new String(CONFIG, UTF_8) + "}";
    return ClosedLoop.request("POST", "/api/designs", token, body.getBytes(UTF_8));
  }

  private void keep(String name, byte[] bytes) throws Exception {
    bare.once(ClosedLoop.request("PUT", "/bytes/" + name, null, bytes), 204);
  }
}
