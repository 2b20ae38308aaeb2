package pet.testing.remote;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;

/** The module's own object. Public only for Jersey. */
public final class ToyBox implements Toys {

  static final Instant MADE = Instant.parse("2026-11-22T19:05:00.123456Z");

  private final Map<String, Toy> toys = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();

  @Override
  public String2 place(DesignId id, long number) {
    return new String2(id.toString(), Long.toString(number));
  }

  @Override
  public List<Toy> search(String text, Size size, List<String> colors) {
    return size == null && colors.isEmpty()
        ? List.of()
        : List.of(new Toy(text, size, MADE, List.copyOf(colors)));
  }

  @Override
  public Optional<Toy> maybe(String name) {
    return Optional.ofNullable(nullable(name));
  }

  @Override
  public Toy nullable(String name) {
    return name == null ? null : new Toy(name, Size.SMALL, MADE, List.of());
  }

  @Override
  public int count() {
    return toys.size();
  }

  @Override
  public Map<String, Toy> byName() {
    return Map.copyOf(toys);
  }

  @Override
  public Optional<Caller> who(Caller caller) {
    return Optional.ofNullable(caller);
  }

  @Override
  public Toy echo(Toy toy) {
    return toy;
  }

  @Override
  public int add(Caller caller, Toy toy) {
    toys.put(caller.subject(), toy);
    return added.incrementAndGet();
  }

  @Override
  public void put(Toy toy) {
    toys.put(toy.name(), toy);
  }

  @Override
  public void clear() {
    toys.clear();
  }

  @Override
  public void refuse(Refusal how) {
    List<FieldError> errors =
        List.of(new FieldError("name", "is taken"), new FieldError("size", "is unknown"));
    throw switch (how) {
      case NOT_FOUND -> DomainException.notFound("toy");
      case INVALID_FIELDS -> new InvalidInput(errors);
      case OWN_DETAIL_WITH_FIELDS ->
          new DomainException(ProblemCode.INVALID_INPUT, "Not like this.", errors, null);
      case CONFLICT_WITHOUT_FIELDS ->
          new DomainException(ProblemCode.CONFLICT, "It is in use, \"now\".");
      case FORBIDDEN -> new DomainException(ProblemCode.FORBIDDEN, "Not yours.");
      case TOO_MANY_REQUESTS -> new DomainException(ProblemCode.TOO_MANY_REQUESTS, "Slow down.");
    };
  }

  @Override
  public int unexpected(String text) {
    return Integer.parseInt(text);
  }
}
