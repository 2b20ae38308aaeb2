package pet.builder.design;

import io.dropwizard.lifecycle.Managed;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
      new StoreQueue<>("design-creation", WAITING, TIME, this::create);

  private record Wanted(Idempotency.Request request, DesignDraft draft) {
    String owner() {
      return request.caller().subject();
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
    Set<String> named =
        designs.eventOwners(wanted.stream().map(Wanted::owner).collect(Collectors.toSet()));
    return idempotency.each(
        wanted.stream().map(Wanted::request).toList(),
        (transaction, toDo) ->
            designs
                .create(
                    transaction,
                    toDo.stream().map(wanted::get).map(one -> toMake(one, named)).toList())
                .stream()
                .map(design -> DesignResource.created(design, designs))
                .toList());
  }

  private static NewDesign toMake(Wanted wanted, Set<String> named) {
    String owner = wanted.owner();
    return new NewDesign(owner, wanted.draft(), named.contains(owner) ? owner : null);
  }
}
