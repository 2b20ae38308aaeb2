package pet.builder;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import pet.testing.Answer;
import pet.testing.PetProcess;

/** Somebody who uses the builder over HTTP; subject and token are null for who is not logged in. */
public record Customer(PetProcess process, String subject, String token) {

  /** A configuration with everything. */
  public static final String CONFIG =
      """
      {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":\
      {"text":"REX","font":"block","position":"back","threadColor":"#FFFFFF"}}""";

  /** Another one. */
  public static final String PLAIN =
      "{\"size\":\"L\",\"colorId\":\"midnight\",\"hardwareId\":\"black\"}";

  /** One whom nobody else is. */
  public static Customer of(PetProcess process) {
    String subject = "customer-" + UUID.randomUUID();
    return new Customer(process, subject, PetProcess.token(subject, null));
  }

  /** Anybody, without a login. */
  public static Customer anonymous(PetProcess process) {
    return new Customer(process, null, null);
  }

  /** The same person at another replica. */
  public Customer at(PetProcess other) {
    return new Customer(other, subject, token);
  }

  /** A design's path, just made. */
  public String design() {
    Answer created = create("Rex", CONFIG);
    if (created.status() != 201) {
      throw new IllegalStateException(created.toString());
    }
    return created.header("location");
  }

  public Answer create(String name, String config) {
    return post("/api/designs", "{\"name\":\"" + name + "\",\"config\":" + config + "}");
  }

  public Answer get(String path) {
    return process.get(path, token);
  }

  public Answer post(String path, String body) {
    return process.post(path, token, body);
  }

  /** A POST with an Idempotency-Key. */
  public Answer post(String path, String key, String body) {
    return process.send(
        request(path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
  }

  /** The same without a body, of what the tag names. */
  public Answer postIf(String path, String key, String tag) {
    return process.send(
        request(path)
            .header("Idempotency-Key", key)
            .header("If-Match", tag)
            .POST(BodyPublishers.noBody()));
  }

  public Answer delete(String path) {
    return process.send(process.request(path, token).DELETE());
  }

  /** A PATCH; {@code tag} is null for no If-Match. */
  public Answer patch(String path, String tag, String body) {
    HttpRequest.Builder request = request(path).method("PATCH", BodyPublishers.ofString(body));
    return process.send(tag == null ? request : request.header("If-Match", tag));
  }

  /** A GET for who has it already. */
  public Answer getUnless(String path, String tag) {
    return process.send(process.request(path, token).header("If-None-Match", tag).GET());
  }

  private HttpRequest.Builder request(String path) {
    return process.request(path, token).header("Content-Type", "application/json");
  }
}
