package pet.builder.design;

import io.dropwizard.lifecycle.Managed;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.platform.database.StoreQueue;
import pet.platform.idempotency.Idempotency;

/**
 * Makes designs: those that are asked for at the same time in one transaction, after one question
 * to the user module. One that is refused, or that fails, is its own caller's affair.
 */
public final class DesignCreation implements Managed {

  /** As many as there are threads of the server: nobody is refused for the number alone. */
  private static final int WAITING = 1_024;

  /** Above what the user module and the pool may take together. */
  private static final Duration TIME = Duration.ofSeconds(10);

  private final DesignService designs;
  private final Idempotency idempotency;
  private final StoreQueue<Wanted, Supplier<Response>> queue =
      new StoreQueue<>("design-creation", 1, WAITING, TIME, this::create);

  private record Wanted(Idempotency.Request request, DesignDraft draft) {
    Caller caller() {
      return request.caller();
    }
  }

  public DesignCreation(DesignService designs, Idempotency idempotency) {
    this.designs = designs;
    this.idempotency = idempotency;
  }

  @Override
  public void start() {
    queue.start();
  }

  @Override
  public void stop() throws InterruptedException {
    queue.stop();
  }

  int waiting() {
    return queue.waiting();
  }

  /**
   * The answer to a request for a new design, which is durable then.
   *
   * @throws DomainException as {@link Idempotency#once} and {@link StoreQueue#write} say
   */
  Response create(Idempotency.Request request, DesignDraft draft) {
    return queue.write(new Wanted(request, draft)).get();
  }

  private List<Supplier<Response>> create(List<Wanted> wanted) {
    // Before the transaction begins, for the answer may come from another process.
    Function<Caller, String> eventOwners =
        designs.eventOwners(
            wanted.stream().map(one -> one.caller().subject()).collect(Collectors.toSet()));
    List<Supplier<Response>> answers = new ArrayList<>();
    List<Idempotency.Request> admitted = new ArrayList<>();
    List<NewDesign> toMake = new ArrayList<>();
    for (Wanted one : wanted) {
      try {
        String owner = one.caller().subject();
        toMake.add(new NewDesign(owner, one.draft(), eventOwners.apply(one.caller())));
        admitted.add(one.request());
        answers.add(null);
      } catch (DomainException refusal) {
        answers.add(
            () -> {
              throw refusal;
            });
      }
    }
    if (!admitted.isEmpty()) {
      Iterator<Supplier<Response>> made = make(admitted, toMake).iterator();
      answers.replaceAll(answer -> answer == null ? made.next() : answer);
    }
    return answers;
  }

  private List<Supplier<Response>> make(
      List<Idempotency.Request> requests, List<NewDesign> wanted) {
    return idempotency.each(
        requests,
        (transaction, toDo) ->
            designs.create(transaction, toDo.stream().map(wanted::get).toList()).stream()
                .map(design -> DesignResource.created(design, designs))
                .toList());
  }
}
