package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import pet.dev.CommittedTopics;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.messaging.EventCodec;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;
import pet.platform.login.DevelopmentTokens;

/**
 * Compares the profiles with what the login provider sent: each is as the newest version says and
 * was made once, as its events tell; who was deleted is erased once, and was not made again by a
 * late update.
 */
final class LoginCheck {

  private final Map<String, LoginProvider.Expected> people;
  private final StaffView users;
  private final DevelopmentTokens tokens;
  private final KafkaSettings kafka;

  LoginCheck(
      Map<String, LoginProvider.Expected> people,
      StaffView users,
      DevelopmentTokens tokens,
      KafkaSettings kafka) {
    this.people = people;
    this.users = users;
    this.tokens = tokens;
    this.kafka = kafka;
  }

  void check(Findings findings) throws NoAnswer {
    Map<String, Set<String>> events = events();
    for (Map.Entry<String, LoginProvider.Expected> person : people.entrySet()) {
      check(person.getKey(), person.getValue(), events, findings);
    }
    List<JsonNode> erasures =
        users.all("/api/users/erasures").stream()
            .filter(erasure -> erasure.get("requestedBy").asText().equals("clerk"))
            .toList();
    findings.compare(
        "people who are erased",
        erasures.size(),
        (int) people.values().stream().filter(LoginProvider.Expected::isDeleted).count());
    erasures.stream()
        .filter(erasure -> erasure.get("erasedAt").isNull())
        .forEach(erasure -> findings.lost("erasure " + erasure.get("id") + " is not done"));
  }

  private void check(
      String person,
      LoginProvider.Expected expected,
      Map<String, Set<String>> events,
      Findings findings)
      throws NoAnswer {
    int made = events.getOrDefault("user.created " + person, Set.of()).size();
    int gone = events.getOrDefault("user.deleted " + person, Set.of()).size();
    StoreHttp.Reply reply = users.store().get("/api/users/me", tokens.mint(person, null, null));
    if (expected.isDeleted()) {
      // If the deletion came first, no profile was ever made.
      if (made > 1 || made != gone || reply.status() != 401) {
        findings.doubled(
            "%s is deleted, was made %d times and erased %d times, and is answered %d"
                .formatted(person, made, gone, reply.status()));
      }
      return;
    }
    findings.compare(person + " is made", made, 1);
    findings.compare(person + " is erased", gone, 0);
    if (reply.status() != 200) {
      findings.lost(person + " is answered with " + reply.status());
    } else if (!expected.email().equals(reply.json().get("email").textValue())) {
      findings.lost(person + " has another address than the newest version says");
    }
  }

  /** By type and person, the ids of events: a relay that was killed may have sent one twice. */
  private Map<String, Set<String>> events() {
    Map<String, Set<String>> events = new HashMap<>();
    CommittedTopics.read(
        kafka,
        List.of(Topics.USER_EVENTS),
        event -> {
          Header id = event.headers().lastHeader("ce_id");
          String type = EventCodec.typeOf(event.headers()).orElse("none");
          if (id != null) {
            events
                .computeIfAbsent(type + " " + event.key(), key -> new HashSet<>())
                .add(new String(id.value(), StandardCharsets.UTF_8));
          }
        });
    return events;
  }
}
