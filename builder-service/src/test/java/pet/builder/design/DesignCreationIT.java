package pet.builder.design;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderStore;
import pet.builder.UserModuleDouble;
import pet.builder.cache.EntityCache;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.DomainEvent;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.messaging.Event;
import pet.messaging.EventBus;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.idempotency.Idempotency;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Designs that are asked for at the same time: the first ones are held up until all are there. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class DesignCreationIT {

  private static final BuilderConfig CONFIG =
      new BuilderConfig(HarnessSize.L, "ocean", "gold", null);

  private static BuilderStore store;

  private final ExecutorService customers = Executors.newCachedThreadPool();
  private final CountDownLatch allThere = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Set<String>> asked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final List<DesignCreation> replicas = new ArrayList<>();

  @BeforeAll
  static void prepare(Servers servers) throws Exception {
    store = BuilderStore.on(servers);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @BeforeEach
  void clean() {
    store.clear();
  }

  @AfterEach
  void stop() throws Exception {
    allThere.countDown();
    for (DesignCreation replica : replicas) {
      replica.stop();
    }
    customers.shutdownNow();
  }

  @Test
  void eachGetsItsOwnAnswerAndItsOwnEventFromOneTransaction() {
    List<CompletableFuture<Response>> answers = busy(replica());
    IntStream.range(0, 40).forEach(i -> answers.add(create(replicas.get(0), "ann-" + i, null)));

    goOn(40);

    List<String> names = new ArrayList<>();
    for (CompletableFuture<Response> answer : answers) {
      assertThat(answer.join().getStatus()).isEqualTo(201);
      names.add(((Design) answer.join().getEntity()).name());
    }
    assertThat(names.subList(1, names.size()))
        .as("each its own")
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> "of ann-" + i).toList());
    assertThat(store.count("design")).isEqualTo(1 + 40);
    assertThat(store.count("design_revision")).isEqualTo(1 + 40);
    assertThat(store.outbox()).hasSize(1 + 40).doesNotHaveDuplicates();
    assertThat(transactions()).as("the busy one's, and one or two for the rest").isLessThan(4);
    assertThat(asked).hasSizeLessThan(4);
  }

  @Test
  void oneThatCannotBeStoredIsItsOwnCallersAffair() {
    store
        .jdbi()
        .useHandle(
            h -> h.execute("ALTER TABLE design ADD CONSTRAINT only_good CHECK (owner <> 'bad')"));
    try {
      List<CompletableFuture<Response>> answers = busy(replica());
      answers.add(create(replicas.get(0), "ann", "k-1"));
      CompletableFuture<Response> bad = create(replicas.get(0), "bad", "k-1");
      answers.add(create(replicas.get(0), "cat", null));

      goOn(3);

      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.join().getStatus()).isEqualTo(201));
      assertThatThrownBy(bad::join).hasMessageContaining("only_good");
      assertThat(owners()).contains("ann", "cat").hasSize(1 + 2);
      assertThat(store.outbox()).hasSize(1 + 2);
      assertThat(store.count("idempotency")).isEqualTo(1);
    } finally {
      store.jdbi().useHandle(h -> h.execute("ALTER TABLE design DROP CONSTRAINT only_good"));
    }
  }

  @Test
  void ofOneKeyInOneTransactionOneIsMadeAndTheOthersAreStillRunning() {
    List<CompletableFuture<Response>> unused = busy(replica());
    List<CompletableFuture<Response>> same = new ArrayList<>();
    IntStream.range(0, 6).forEach(i -> same.add(create(replicas.get(0), "ann", "k-1")));
    CompletableFuture<Response> his = create(replicas.get(0), "bob", "k-1");

    goOn(7);

    assertThat(his.join().getStatus()).isEqualTo(201);
    int made = 0;
    for (CompletableFuture<Response> one : same) {
      if (refusal(one) == null) {
        assertThat(text(one)).isEqualTo(text(create(replicas.get(0), "ann", "k-1")));
        made++;
      } else {
        assertThat(refusal(one)).isEqualTo(ProblemCode.IN_PROGRESS);
      }
    }
    assertThat(made).isPositive();
    assertThat(owners()).containsOnlyOnce("ann").containsOnlyOnce("bob");
    assertThat(unused).hasSize(1);
  }

  @Test
  void whatWasAnsweredBeforeIsAnsweredAgainAmongNewOnesAndAnotherBodyIsRefused() {
    DesignCreation one = replica();
    allThere.countDown();
    String first = text(create(one, "ann", "k-1"));
    create(one, "bob", "k-2").join();

    List<Idempotency.Request> requests =
        List.of(
            request("ann", "k-1", "of ann"),
            request("bob", "k-2", "another"),
            request("cat", null, "of cat"));
    var answers =
        new Idempotency(store.jdbi(), Json.strict(), Clock.systemUTC())
            .each(
                requests,
                (transaction, toDo) -> {
                  assertThat(toDo).containsExactly(2);
                  return List.of(Response.status(201).build());
                });

    assertThat(new String((byte[]) answers.get(0).get().getEntity(), UTF_8)).isEqualTo(first);
    assertThatThrownBy(answers.get(1)::get)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.KEY_REUSED));
    assertThat(answers.get(2).get().getStatus()).isEqualTo(201);
    assertThat(owners()).containsExactlyInAnyOrder("ann", "bob");
  }

  @Test
  void twoReplicasMakeOneDesignOfAKey() {
    List<CompletableFuture<Response>> unused = busy(replica());
    unused.addAll(busy(replica()));
    List<CompletableFuture<Response>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(create(replicas.get(i % 2), "ann", "k-" + i / 2));
    }

    goOn(20);

    all.forEach(answer -> answer.exceptionally(e -> null).join());
    assertThat(store.count("idempotency")).isEqualTo(10);
    assertThat(owners().stream().filter("ann"::equals)).hasSize(10);
    assertThat(store.outbox()).hasSize(2 + 10);
    assertThat(unused).hasSize(2);
  }

  @Test
  void aTransactionThatBreaksOffLeavesNothingAndItsKeysFree() {
    List<CompletableFuture<Response>> unused = busy(replica());
    // The one in hand, a joint one and each alone, or more: all fail until it is set back.
    failures.set(Integer.MAX_VALUE);
    CompletableFuture<Response> hers = create(replicas.get(0), "ann", "k-1");
    CompletableFuture<Response> his = create(replicas.get(0), "bob", null);

    goOn(2);

    assertThatThrownBy(hers::join).hasMessageContaining("no room");
    assertThatThrownBy(his::join).hasMessageContaining("no room");
    unused.forEach(answer -> answer.exceptionally(e -> null).join());
    failures.set(0);
    assertThat(owners()).doesNotContain("ann", "bob");
    assertThat(store.count("idempotency")).isZero();
    assertThat(create(replicas.get(0), "ann", "k-1").join().getStatus()).isEqualTo(201);
    assertThat(store.outbox()).hasSize(store.count("design"));
  }

  @Test
  void whoOptedOutIsNotNamedAndTheOthersAre() {
    List<CompletableFuture<Response>> answers = busy(replica());
    answers.add(create(replicas.get(0), "ann", null));
    answers.add(create(replicas.get(0), "private-bob", null));
    answers.add(create(replicas.get(0), "cat", null));

    goOn(3);

    answers.forEach(CompletableFuture::join);
    assertThat(told()).contains("ann", "cat", "-").doesNotContain("private-bob");
  }

  @Test
  void theTokenOfWhoWasErasedIsRefusedAndTheOthersAreNot() {
    List<CompletableFuture<Response>> answers = busy(replica());
    answers.add(create(replicas.get(0), "ann", null));
    CompletableFuture<Response> erased = create(replicas.get(0), "erased-bob", "k-1");
    answers.add(create(replicas.get(0), "cat", null));

    goOn(3);

    answers.forEach(CompletableFuture::join);
    assertThat(refusal(erased)).isEqualTo(ProblemCode.UNAUTHENTICATED);
    assertThat(owners()).contains("ann", "cat").doesNotContain("erased-bob");
    assertThat(store.count("idempotency")).isZero();
  }

  private DesignCreation replica() {
    EventBus outbox = new OutboxEventBus(() -> {}, null);
    DesignService designs =
        new DesignService(
            new Store(store.jdbi(), new SometimesFailing(outbox)),
            new PriceCalculator(PriceList.DEFAULT_TAX_RATE),
            new EntityCache(
                store.jdbi(),
                store.redis(),
                Json.strict(),
                Duration.ofMinutes(10),
                new MetricRegistry()),
            new EventOwners(UserModuleDouble.answering(this::choices), new MetricRegistry()),
            new PreviewUrls(new Encryption(new EncryptionSettings(null))));
    DesignCreation creation =
        new DesignCreation(
            designs, new Idempotency(store.jdbi(), Json.strict(), Clock.systemUTC()));
    creation.start();
    replicas.add(creation);
    return creation;
  }

  /** The writer has one in hand that does not come to an end before {@link #goOn}. */
  private List<CompletableFuture<Response>> busy(DesignCreation replica) {
    int inHand = asked.size() + 1;
    List<CompletableFuture<Response>> busy = new ArrayList<>();
    busy.add(create(replica, "busy-" + inHand, null));
    await().until(() -> asked.size() == inHand);
    return busy;
  }

  private void goOn(int waiting) {
    await().until(() -> replicas.stream().mapToInt(DesignCreation::waiting).sum() == waiting);
    allThere.countDown();
  }

  private CompletableFuture<Response> create(DesignCreation replica, String owner, String key) {
    return CompletableFuture.supplyAsync(
        () ->
            replica.create(
                request(owner, key, "of " + owner), new DesignDraft("of " + owner, CONFIG)),
        customers);
  }

  private static Idempotency.Request request(String owner, String key, String name) {
    return new Idempotency.Request(
        key, new Caller(owner, Set.of(), null), "POST /api/designs", new DesignDraft(name, CONFIG));
  }

  private static String text(CompletableFuture<Response> answer) {
    return new String((byte[]) answer.join().getEntity(), UTF_8);
  }

  private static ProblemCode refusal(CompletableFuture<Response> answer) {
    return answer
        .handle(
            (response, e) ->
                e != null && e.getCause() instanceof DomainException refused
                    ? refused.code()
                    : null)
        .join();
  }

  private static List<String> owners() {
    return texts("SELECT owner FROM design");
  }

  private static List<String> told() {
    return texts("SELECT coalesce(data ->> 'userId', '-') FROM outbox");
  }

  private static int transactions() {
    return texts("SELECT DISTINCT CAST(xmin AS text) FROM design").size();
  }

  private static List<String> texts(String query) {
    return store.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  /** The user module answers once everybody is there. */
  private List<Users.Choice> choices(Set<String> people) {
    asked.add(people);
    try {
      assertThat(allThere.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return people.stream()
        .map(
            one ->
                new Users.Choice(
                    one,
                    new Privacy(!one.startsWith("private"), true),
                    one.startsWith("erased") ? Users.Choice.FOR_EVER : null))
        .toList();
  }

  /** Fails so many times where the designs' rows are written. */
  private final class SometimesFailing implements EventBus {
    private final EventBus outbox;

    SometimesFailing(EventBus outbox) {
      this.outbox = outbox;
    }

    @Override
    public List<Instant> publish(Handle transaction, List<? extends DomainEvent> events) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("no room in the outbox");
      }
      return outbox.publish(transaction, events);
    }

    @Override
    public <E extends DomainEvent> Subscription subscribe(
        Class<E> type, Consumer<Event<E>> listener) {
      throw new IllegalStateException();
    }
  }
}
