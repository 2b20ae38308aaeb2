package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import pet.testing.Answer;
import pet.testing.Servers;

/**
 * Thousands of bodies that are almost right: each is taken, or refused with a problem that says
 * what is wrong with what. None is our fault.
 */
class MutatedBodiesIT {

  private static final String DESIGN = "{\"name\":\"Rex\",\"config\":" + Customer.CONFIG + "}";

  /** Where a body goes, and one that is right there. */
  private record Target(String method, String path, String body) {}

  private static List<Target> targets;
  private static Customer alice;

  @BeforeContainer
  static void boot() {
    alice = Customer.of(Replicas.shared(Servers.shared()).one());
    String design = alice.design();
    targets =
        List.of(
            new Target("POST", "/api/designs/quote", Customer.CONFIG),
            new Target("POST", "/api/designs", DESIGN),
            new Target(
                "PATCH",
                design,
                "{\"name\":\"Max\",\"status\":\"ACTIVE\",\"config\":" + Customer.CONFIG + "}"),
            new Target("POST", design + "/share", "{\"expiresAt\":\"2030-01-01T00:00:00Z\"}"),
            new Target("POST", design + "/duplicate", "{\"name\":\"Max\"}"),
            new Target("POST", design + "/checkout", "{\"quantity\":2}"),
            new Target("POST", "/api/previews", Customer.CONFIG));
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED)
  void aBodyIsTakenOrRefusedPrecisely(
      @ForAll("targetNumbers") int number, @ForAll("mutations") List<Mutation> mutations) {
    Target target = targets.get(number);
    byte[] body = target.body().getBytes(StandardCharsets.UTF_8);
    for (Mutation mutation : mutations) {
      body = mutation.apply(body);
    }
    assertTakenOrRefused(send(target, body), body);
  }

  private static Answer send(Target target, byte[] body) {
    return alice
        .process()
        .send(
            alice
                .process()
                .request(target.path(), alice.token())
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(target.method(), BodyPublishers.ofByteArray(body)));
  }

  private static void assertTakenOrRefused(Answer answer, byte[] body) {
    String sent = new String(body, StandardCharsets.UTF_8);
    assertThat(answer.status()).as(sent + "\n" + answer).isIn(200, 201, 400, 413);
    if (answer.status() >= 400) {
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      JsonNode problem = answer.json();
      assertThat(problem.get("type").asText())
          .as(sent)
          .isIn(
              "urn:pet:problem:invalid-input",
              "urn:pet:problem:malformed-body",
              "urn:pet:problem:too-large");
      assertThat(problem.get("detail").asText()).as(sent).isNotBlank();
      if (problem.get("type").asText().endsWith("invalid-input")) {
        assertThat(problem.get("errors")).as(sent).isNotEmpty();
        assertThat(problem.findValuesAsText("field"))
            .as(sent)
            // A property may have been damaged to a blank name: then that is the field's name.
            .allMatch(field -> !field.isBlank() || sent.contains('"' + field + '"'), "is named");
      }
    }
  }

  /** A small damage to a body: some bytes give way to others. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mutation(double place, int length, byte[] fresh) {
    byte[] apply(byte[] body) {
      int from = (int) (place * body.length);
      int to = Math.min(body.length, from + length);
      byte[] mutated = Arrays.copyOf(body, from + fresh.length + body.length - to);
      System.arraycopy(fresh, 0, mutated, from, fresh.length);
      System.arraycopy(body, to, mutated, from + fresh.length, body.length - to);
      return mutated;
    }

    @Override
    public String toString() {
      return "at " + place + " instead of " + length + ": " + Arrays.toString(fresh);
    }
  }

  @Provide
  Arbitrary<Integer> targetNumbers() {
    return Arbitraries.integers().between(0, targets.size() - 1);
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 999).map(thousandth -> thousandth / 1000.0),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(5, Arbitraries.integers().between(1, 12))),
            Arbitraries.oneOf(tokens(), texts(), bytes()))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** What means something to a JSON parser. */
  private static Arbitrary<byte[]> tokens() {
    List<String> tokens =
        new ArrayList<>(
            List.of(
                "\"",
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "null",
                "true",
                "-1",
                "0",
                "1e400",
                "1.5",
                "99999999999999999999",
                "\\u0000",
                "\\ud800",
                "\\u202e",
                "\"x\":1,",
                "[[[[[[[[",
                "{\"a\":{\"a\":{\"a\":",
                "\"config\":",
                "\"name\":\"twice\",",
                "//",
                "'",
                "NaN",
                "\uFEFF"));
    tokens.add("[".repeat(100));
    tokens.add("{\"a\":".repeat(100));
    tokens.add("9".repeat(2000));
    tokens.add("x".repeat(70_000));
    return Arbitraries.of(tokens).map(token -> token.getBytes(StandardCharsets.UTF_8));
  }

  /** Text of any script, with marks, emoji and controls. */
  private static Arbitrary<byte[]> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(30),
            Arbitraries.of(
                "e\u0301".repeat(25),
                "👩‍🚀👩‍🚀",
                "מַזָּל",
                "\u202Eabc",
                "a\u0001b",
                "\u0000",
                "♥\uFE0F",
                "ß".repeat(21)))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is no text at all. */
  private static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(8);
  }
}
