package pet.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;

/**
 * Does what a client asks for once, however often it asks under the same {@code Idempotency-Key}.
 *
 * <p>What is done, and the answer to it, are one transaction of the module's own schema: after a
 * crash either both are there or neither. A refusal is not kept, and the key stays free. Keys
 * belong to a caller, and are forgotten after a while.
 */
public final class Idempotency {

  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  /** How long an answer is kept. */
  public static final Duration KEEP = Duration.ofHours(24);

  // Visible ASCII, as a header can carry it: nothing that PostgreSQL or a log would stumble over.
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private final Jdbi jdbi;
  private final ObjectMapper json;
  private final Clock clock;

  public Idempotency(Jdbi jdbi, ObjectMapper json, Clock clock) {
    this.jdbi = jdbi;
    this.json = json;
    this.clock = clock;
  }

  /** What is done, in the transaction in which its answer is kept. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @return the answer, its entity to be written as JSON
     */
    Response in(Handle transaction);
  }

  /**
   * A request that is done once.
   *
   * @param key what the client sent as {@code Idempotency-Key}; null if nothing
   * @param target method and path
   * @param body as it was read; null for none
   */
  public record Request(String key, Caller caller, String target, Object body) {

    /**
     * @throws InvalidInput if the key is none
     */
    public Request {
      if (key != null && !FORM.matcher(key).matches()) {
        throw new InvalidInput(HEADER, "must be 1 to 255 visible ASCII characters");
      }
    }
  }

  /**
   * The answer: of the work, or the one that was given before. Without a key it is just the work in
   * a transaction.
   *
   * @throws DomainException {@code KEY_REUSED} if the key was used for another request, {@code
   *     IN_PROGRESS} if the first request is still being worked on
   */
  public Response once(Request request, Work work) {
    if (request.key() == null) {
      return jdbi.inTransaction(work::in);
    }
    return jdbi.inTransaction(transaction -> once(transaction, request, work));
  }

  private Response once(Handle transaction, Request request, Work work) {
    String caller = request.caller().subject();
    IdempotencyDao answers = transaction.attach(IdempotencyDao.class);
    if (!answers.lock(caller, request.key())) {
      throw new DomainException(
          ProblemCode.IN_PROGRESS, "The first request with this " + HEADER + " is still running.");
    }
    byte[] fingerprint = fingerprint(request);
    Instant now = clock.instant();
    // After the lock, in a statement of its own: it sees what the one before us committed.
    Optional<IdempotencyDao.Row> given = answers.find(caller, request.key(), now);
    if (given.isPresent()) {
      return again(given.get(), fingerprint);
    }
    Response answer = work.in(transaction);
    IdempotencyDao.Row row =
        new IdempotencyDao.Row(
            caller,
            request.key(),
            fingerprint,
            answer.getStatus(),
            headers(answer),
            answer.hasEntity() ? bytes(answer.getEntity()) : null,
            now.plus(KEEP));
    answers.insert(row);
    return answer(row);
  }

  /** Forgets what a caller was answered, in a transaction that erases them. */
  public void forget(Handle transaction, String caller) {
    transaction.attach(IdempotencyDao.class).deleteOf(caller);
  }

  /** Forgets what has expired. */
  public void sweep() {
    jdbi.useExtension(IdempotencyDao.class, answers -> answers.deleteExpired(clock.instant()));
  }

  private static Response again(IdempotencyDao.Row given, byte[] fingerprint) {
    if (!MessageDigest.isEqual(given.fingerprint(), fingerprint)) {
      throw new DomainException(
          ProblemCode.KEY_REUSED, "This " + HEADER + " was used for another request.");
    }
    return answer(given);
  }

  /** The first answer, too, is made from what is kept: the second cannot differ. */
  private static Response answer(IdempotencyDao.Row row) {
    Response.ResponseBuilder response = Response.status(row.status()).entity(row.body());
    row.headers().forEach((name, values) -> values.forEach(v -> response.header(name, v)));
    return response.build();
  }

  private static Map<String, List<String>> headers(Response answer) {
    Map<String, List<String>> headers = new LinkedHashMap<>(answer.getStringHeaders());
    if (answer.hasEntity()) {
      headers.putIfAbsent(HttpHeaders.CONTENT_TYPE, List.of(MediaType.APPLICATION_JSON));
    }
    return headers;
  }

  private byte[] fingerprint(Request request) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(request.target().getBytes(StandardCharsets.UTF_8));
      hash.update((byte) 0);
      return hash.digest(bytes(request.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] bytes(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
