package pet.testing;

import java.nio.charset.StandardCharsets;
import pet.testing.ScriptedServer.Behaviour;

/** Ways in which a {@link ScriptedServer} answers calls to the user module, most of them faulty. */
public enum ScriptedBehaviour implements Behaviour {
  /** Takes the request and says nothing. */
  HANGS(a -> a.hang()),
  HANGS_IN_HEADERS(a -> a.send("HTTP/1.1 200 OK\r\nContent-Type: appl").hang()),
  HANGS_IN_BODY(a -> a.send(head(200, "application/json", 20) + "{\"coun").hang()),
  TRICKLES_HEADERS(a -> a.trickle("HTTP/1.1 200 OK\r\n" + "X-More: and more\r\n".repeat(99), 20)),
  TRICKLES_BODY(
      a -> a.send(head(200, "application/json", 9_999)).trickle("[" + "1,".repeat(4_000), 20)),
  /** Sends a valid number that never ends. */
  NEVER_ENDS(
      a -> {
        a.send(named("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"));
        for (String more = "1000\r\n" + "1".repeat(4_096) + "\r\n"; ; ) {
          a.send(more);
        }
      }),
  DIES_BEFORE_THE_ANSWER(a -> a.die()),
  DIES_IN_HEADERS(a -> a.send("HTTP/1.1 200 OK\r\nContent-Le").die()),
  DIES_IN_BODY(a -> a.send(head(200, "application/json", 20) + "{\"coun").die()),
  DIES_IN_CHUNKS(
      a ->
          a.send(named("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n") + "2\r\n[1\r\n").die()),
  SPEAKS_NO_HTTP(a -> a.send("SSH-2.0-secret hunter2\r\n\r\n").die()),
  ANSWERS_AN_OLD_CLOSE(
      a -> {
        a.send(named("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n") + "[1,2");
        throw new IllegalStateException("closed in the middle");
      }),
  A_PAGE(a -> a.send(strange(200, "text/html", "<html>hunter2</html>"))),
  A_PROXYS_503(a -> a.send(strange(503, "text/html", "<html>hunter2</html>"))),
  A_STRANGERS_404(
      a ->
          a.send(
              strange(
                  404,
                  "application/problem+json",
                  "{\"type\":\"urn:pet:problem:not-found\",\"title\":\"\",\"status\":404}"))),
  A_STRANGERS_RESULT(a -> a.send(strange(200, "application/json", "7"))),
  ELSEWHERE(a -> a.send("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")),
  NOTHING(a -> a.send(answer(200, "application/json", ""))),
  NOTHING_FOR_A_NUMBER(a -> a.send(named("HTTP/1.1 204 No Content\r\n"))),
  ANOTHER_TYPE(a -> a.send(answer(200, "text/plain", "7"))),
  NO_JSON(a -> a.send(answer(200, "application/json", "{hunter2"))),
  ANOTHER_SHAPE(a -> a.send(answer(200, "application/json", "{\"password\":\"hunter2\"}"))),
  TWO_RESULTS(a -> a.send(answer(200, "application/json", "7 8"))),
  NO_PROBLEM(a -> a.send(answer(409, "application/json", "{\"error\":\"hunter2\"}"))),
  AN_UNKNOWN_PROBLEM(
      a ->
          a.send(
              answer(
                  418,
                  "application/problem+json",
                  "{\"type\":\"urn:pet:problem:teapot\",\"detail\":\"hunter2\",\"status\":418}"))),
  A_BROKEN_PROBLEM(a -> a.send(answer(404, "application/problem+json", "{\"type\":[\"hunter2"))),
  /** The module itself says that it cannot now. */
  UNAVAILABLE(
      a ->
          a.send(
              answer(
                  503,
                  "application/problem+json",
                  "{\"type\":\"urn:pet:problem:unavailable\",\"title\":\"\",\"status\":503,"
                      + "\"detail\":\"The store's database does not answer.\"}"))),
  /** There is no such thing, says the module. */
  NOT_FOUND(
      a ->
          a.send(
              answer(
                  404,
                  "application/problem+json",
                  "{\"type\":\"urn:pet:problem:not-found\",\"title\":\"\",\"status\":404,"
                      + "\"detail\":\"There is no such toy.\"}"))),
  /** A number, as asked. */
  WELL(a -> a.send(answer(200, "application/json", "7")));

  private final Behaviour behaviour;

  ScriptedBehaviour(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  @Override
  public void answer(ScriptedServer.Answering answering) throws Exception {
    behaviour.answer(answering);
  }

  private static String answer(int status, String type, String body) {
    return head(status, type, body.getBytes(StandardCharsets.UTF_8).length) + body;
  }

  private static String head(int status, String type, int length) {
    return named(line(status, type, length));
  }

  private static String strange(int status, String type, String body) {
    return line(status, type, body.length()) + "\r\n" + body;
  }

  private static String line(int status, String type, int length) {
    return "HTTP/1.1 %d Said\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
        .formatted(status, type, length);
  }

  /** As the user module answers. */
  private static String named(String head) {
    return head + "X-Pet-Answered-By: user\r\n\r\n";
  }
}
