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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;

/**
 * Executes a request once, however often a client sends it with the same {@code Idempotency-Key}.
 *
 * <p>The change and the stored answer are in one transaction of the module's own schema: after a
 * crash either both exist or neither. A refusal is not stored, and its key stays free. Keys belong
 * to a caller, and expire.
 */
public final class Idempotency {

  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  /** How long an answer is stored. */
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

  /** The work, in the transaction in which its answer is stored. */
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
    return each(List.of(request), (transaction, toDo) -> List.of(work.in(transaction)))
        .get(0)
        .get();
  }

  /** The work for several requests, in the transaction in which the answers are stored. */
  @FunctionalInterface
  public interface JointWork {
    /**
     * Does it.
     *
     * @param toDo places of the requests that are to be done, in ascending order; at least one
     * @return the answers, in that order
     */
    List<Response> in(Handle transaction, List<Integer> toDo);
  }

  /**
   * The same as {@link #once} for several requests in one transaction. A refusal concerns its
   * request only; if the work throws, all requests fail and nothing is changed.
   *
   * @return in the requests' order, what gives the answer or throws the refusal
   */
  public List<Supplier<Response>> each(List<Request> requests, JointWork work) {
    return jdbi.inTransaction(transaction -> new Batch(transaction, requests, work).answers());
  }

  /** Requests that are worked on together. */
  private final class Batch {
    private final Handle transaction;
    private final List<Request> requests;
    private final JointWork work;
    private final List<Supplier<Response>> answers;
    private final Instant now = clock.instant();

    Batch(Handle transaction, List<Request> requests, JointWork work) {
      this.transaction = transaction;
      this.requests = requests;
      this.work = work;
      answers = new ArrayList<>(Collections.nCopies(requests.size(), null));
    }

    List<Supplier<Response>> answers() {
      List<Integer> keyed = places(place -> requests.get(place).key() != null);
      if (!keyed.isEmpty()) {
        lookUp(keyed);
      }
      List<Integer> toDo = places(place -> answers.get(place) == null);
      if (!toDo.isEmpty()) {
        work(toDo);
      }
      return answers;
    }

    private List<Integer> places(Predicate<Integer> which) {
      return IntStream.range(0, requests.size()).boxed().filter(which).toList();
    }

    private void lookUp(List<Integer> keyed) {
      IdempotencyDao dao = transaction.attach(IdempotencyDao.class);
      String[] callers = texts(keyed, request -> request.caller().subject());
      String[] keys = texts(keyed, Request::key);
      Set<Integer> locked = dao.lock(callers, keys);
      // After the locks, in a statement of its own: it sees what the one before us committed.
      Map<Place, IdempotencyDao.Row> given = new HashMap<>();
      for (IdempotencyDao.Row row : dao.find(callers, keys, now)) {
        given.put(new Place(row.caller(), row.key()), row);
      }
      Set<Place> mine = new HashSet<>();
      for (int i = 0; i < keyed.size(); i++) {
        int place = keyed.get(i);
        Place key = new Place(callers[i], keys[i]);
        // A transaction gets its own lock again: two of one key among us have only one turn.
        if (!locked.contains(i) || !mine.add(key)) {
          answers.set(place, Idempotency::inProgress);
        } else if (given.containsKey(key)) {
          byte[] fingerprint = fingerprint(requests.get(place));
          answers.set(place, () -> again(given.get(key), fingerprint));
        }
      }
    }

    private String[] texts(List<Integer> places, Function<Request, String> text) {
      return places.stream().map(requests::get).map(text).toArray(String[]::new);
    }

    private void work(List<Integer> toDo) {
      List<Response> done = work.in(transaction, toDo);
      List<IdempotencyDao.Row> kept = new ArrayList<>();
      for (int i = 0; i < toDo.size(); i++) {
        Request request = requests.get(toDo.get(i));
        Response answer = done.get(i);
        if (request.key() == null) {
          answers.set(toDo.get(i), () -> answer);
        } else {
          IdempotencyDao.Row row = row(request, answer, now);
          kept.add(row);
          answers.set(toDo.get(i), () -> answer(row));
        }
      }
      if (!kept.isEmpty()) {
        transaction.attach(IdempotencyDao.class).insert(kept);
      }
    }
  }

  /** Where an answer is kept. */
  private record Place(String caller, String key) {}

  private IdempotencyDao.Row row(Request request, Response answer, Instant now) {
    return new IdempotencyDao.Row(
        request.caller().subject(),
        request.key(),
        fingerprint(request),
        answer.getStatus(),
        headers(answer),
        answer.hasEntity() ? bytes(answer.getEntity()) : null,
        now.plus(KEEP));
  }

  /** Removes a caller's answers, in the transaction that erases them. */
  public void forget(Handle transaction, String caller) {
    transaction.attach(IdempotencyDao.class).deleteOf(caller);
  }

  /** Removes expired answers. */
  public void sweep() {
    jdbi.useExtension(IdempotencyDao.class, answers -> answers.deleteExpired(clock.instant()));
  }

  private static Response inProgress() {
    throw new DomainException(
        ProblemCode.IN_PROGRESS, "The first request with this " + HEADER + " is still running.");
  }

  private static Response again(IdempotencyDao.Row given, byte[] fingerprint) {
    if (!MessageDigest.isEqual(given.fingerprint(), fingerprint)) {
      throw new DomainException(
          ProblemCode.KEY_REUSED, "This " + HEADER + " was used for another request.");
    }
    return answer(given);
  }

  /** The first answer is also made from what is stored, so a repeated one cannot differ. */
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
